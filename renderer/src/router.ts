import { createRouter, createWebHashHistory } from 'vue-router'
import JobEditorScreen from './features/job-editor/JobEditorScreen.vue'

/**
 * The screens. Hash addresses, which work alike over `app://`, over HTTP and after a reload. All but the first
 * are fetched when they are first gone to.
 */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: { name: 'new-job' } },
    { path: '/new', name: 'new-job', component: JobEditorScreen },
    { path: '/presets', name: 'presets', component: () => import('./features/presets/PresetsScreen.vue') },
    {
      path: '/settings',
      name: 'settings',
      component: () => import('./features/settings/SettingsScreen.vue'),
    },
    { path: '/runs', name: 'runs', component: () => import('./features/runs/RunsScreen.vue') },
    {
      path: '/runs/:id(\\d+)',
      name: 'run',
      component: () => import('./features/run/RunScreen.vue'),
      props: (route) => ({ runId: Number(route.params['id']) }),
    },
    {
      path: '/runs/:before(\\d+)/compare/:after(\\d+)',
      name: 'comparison',
      component: () => import('./features/comparison/ComparisonScreen.vue'),
      props: (route) => ({
        before: Number(route.params['before']),
        after: Number(route.params['after']),
      }),
    },
    { path: '/:rest(.*)*', redirect: { name: 'new-job' } },
  ],
})

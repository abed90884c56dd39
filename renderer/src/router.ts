import { createRouter, createWebHashHistory } from 'vue-router'
import JobEditorScreen from './features/job-editor/JobEditorScreen.vue'
import RunScreen from './features/run/RunScreen.vue'
import RunsScreen from './features/runs/RunsScreen.vue'

/** The screens. Hash addresses, which work alike over `app://`, over HTTP and after a reload. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: { name: 'new-job' } },
    { path: '/new', name: 'new-job', component: JobEditorScreen },
    { path: '/runs', name: 'runs', component: RunsScreen },
    {
      path: '/runs/:id(\\d+)',
      name: 'run',
      component: RunScreen,
      props: (route) => ({ runId: Number(route.params['id']) }),
    },
    { path: '/:rest(.*)*', redirect: { name: 'new-job' } },
  ],
})

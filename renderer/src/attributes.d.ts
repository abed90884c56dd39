import type { HTMLAttributes } from 'vue'

declare module 'vue' {
  /** Attributes that a component hands on to its element without declaring them. */
  interface ComponentCustomProps {
    id?: HTMLAttributes['id']
    title?: HTMLAttributes['title']
    role?: HTMLAttributes['role']
    inputmode?: HTMLAttributes['inputmode']
    spellcheck?: HTMLAttributes['spellcheck']
    autocapitalize?: HTMLAttributes['autocapitalize']
  }
}

import type { Notifications, ShownNotification } from './desktop.ts'

/** Where it is kept that they are wanted; the browser's own permission is a second condition. */
const key = 'batchyard.notifications'

/** Notifications of the browser; null where it has none. */
export function browserNotifications(): Notifications | null {
  if (!('Notification' in window)) return null

  function isOn(): boolean {
    return localStorage.getItem(key) === 'on' && Notification.permission === 'granted'
  }

  async function turn(on: boolean): Promise<boolean> {
    if (on) await Notification.requestPermission()
    localStorage.setItem(key, on ? 'on' : 'off')
    return isOn()
  }

  function show({ title, body, onClick }: ShownNotification): void {
    if (!isOn()) return
    const notification = new Notification(title, { body })
    notification.addEventListener('click', () => {
      window.focus()
      notification.close()
      onClick()
    })
  }

  return { isOn: () => Promise.resolve(isOn()), turn, show }
}

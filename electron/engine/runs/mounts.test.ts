import { describe, expect, it } from 'vitest'
import { parseMounts } from './mounts.ts'

describe('the mounted volumes', () => {
  it('are read from what Linux tells, but for those of the system', () => {
    const text = [
      '24 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw',
      '25 24 0:22 / /proc rw - proc proc rw',
      '26 24 0:23 / /sys/fs/cgroup rw - cgroup2 none rw',
      '27 24 0:24 / /run/user/1000 rw - tmpfs tmpfs rw',
      String.raw`90 24 8:17 / /media/me/My\040Stick rw shared:1 - vfat /dev/sdb1 rw`,
      '91 24 0:50 / /mnt/share rw - nfs4 server:/share rw',
      '92 24 0:51 / /mnt/share rw - nfs4 server:/other rw',
      '',
    ].join('\n')
    expect(parseMounts(text)).toEqual([
      { path: '/media/me/My Stick', device: '8:17' },
      { path: '/mnt/share', device: '0:51' },
    ])
  })
})

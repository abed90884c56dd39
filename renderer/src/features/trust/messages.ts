/** Texts of the question whether code of somebody else may be run. */
export const trustMessages = {
  title: 'Code from somebody else',
  description:
    'This job came from somebody else’s file. This is the whole of what it would run on this computer.',
  code: 'The code',
  lines: '{count} line | {count} lines',
  hidden:
    '{count} place in it cannot be seen as it is and stands between ⟨ ⟩. | {count} places in it cannot be seen as they are and stand between ⟨ ⟩.',
  rights:
    'It would run with your rights and can do to your files and on the network whatever you can. Accept it if you understand it and it does nothing but what you want. It is accepted exactly as it stands here; any change is asked about anew.',
  accept: { run: 'Accept and run', try: 'Accept and try', plan: 'Accept and plan' },
  refuse: 'Keep closed',
  copy: 'Copy the code',
  failed: 'The code could not be accepted',
} as const

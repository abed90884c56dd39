// Says what is odd about the names of files. Reads none of them.
//
// Shows: plain JavaScript, and a script without columns: what it returns stands in the one column "result", here as JSON.

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu

export default ({ name, path }) => {
  const problems = []
  if (/[<>:"\\|?*]/u.test(name) || reserved.test(name)) problems.push('not possible on Windows')
  if (name !== name.normalize('NFC')) problems.push('not in normal form C')
  if (name !== name.trim()) problems.push('blanks at an end')
  if (path.length > 260) problems.push('a long path')
  return problems.length === 0 ? undefined : { name, problems }
}

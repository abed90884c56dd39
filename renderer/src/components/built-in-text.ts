import type { BuiltInPreset } from '../../../shared/model/preset.ts'
import type { Text } from '../i18n/text.ts'

/** The name of a preset that comes with the product, and what it does, in the language of the interface. */
export function builtInText(
  { id, name, job }: BuiltInPreset,
  { optional }: Text,
): { readonly name: string; readonly description: string } {
  return {
    name: optional(`common.builtInPresets.${id}.name`) ?? name,
    description:
      optional(`common.builtInPresets.${id}.text`) ??
      optional(`common.tasks.${job.task.type}.description`) ??
      '',
  }
}

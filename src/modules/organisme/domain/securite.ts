/** Jours laissés à l’équipe pour activer son code ; `non` : la coopérative n’en demande pas. */
export const delaisDuCode = ['non', '0', '7', '14', '30'] as const
export type DelaiDuCode = (typeof delaisDuCode)[number]

/** Une amélioration à deux niveaux : celle d’une enseigne, et celle de la coopérative à laquelle elle est liée. */

export type LienDAmelioration = {
  readonly sens: 'montee' | 'descente'
  /** L’action de la coopérative ; rien tant qu’elle n’est pas prise. */
  readonly commune: string | null
  readonly repondueLe: Date | null
  readonly motif: string
}

/** Sans lien, montée et sans réponse, prise ou laissée par la coopérative, ou descendue d’elle. */
export type EtatDAmelioration = 'seule' | 'montee' | 'prise' | 'laissee' | 'descendue'

export const etatDAmelioration = (l: LienDAmelioration | undefined): EtatDAmelioration =>
  l === undefined
    ? 'seule'
    : l.sens === 'descente'
      ? 'descendue'
      : l.repondueLe === null
        ? 'montee'
        : l.commune === null
          ? 'laissee'
          : 'prise'

export const motsAmelioration: Readonly<Record<EtatDAmelioration, string>> = {
  seule: 'de l’enseigne seule',
  montee: 'montée, la coopérative n’a pas encore répondu',
  prise: 'la coopérative l’a prise aussi',
  laissee: 'la coopérative la laisse à l’enseigne',
  descendue: 'demandée par la coopérative',
}

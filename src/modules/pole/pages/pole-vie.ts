import type { FormState } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import type { IdentiteAViser } from '../db/identites.ts'
import type { Engagement, Groupe } from '../db/suites.ts'
import type { Livrable, Participant } from '../db/travaux.ts'
import type { Decision } from '../domain/decision.ts'
import type { Laisse } from '../domain/depart.ts'
import type { Reunion } from '../domain/rencontre.ts'
import type { Regard } from '../lecture/regard.ts'
import { poleUrl } from '../liens.ts'

/** Ce que la page d'un pôle montre. */
export type ViePole = {
  readonly r: Regard
  readonly reunions: readonly Reunion[]
  readonly decisions: readonly Decision[]
  readonly groupes: readonly Groupe[]
  readonly engagements: readonly Engagement[]
  readonly participants: readonly Participant[]
  /** Ceux que l'on peut lire. */
  readonly livrables: readonly Livrable[]
  /** Parmi celles qui demandent à entrer, celles dont personne n’a encore répondu ; rien à qui n’anime pas. */
  readonly identites: readonly IdentiteAViser[]
  /** Qui regarde reçoit les retours par courriel. */
  readonly abonne: boolean
  /** L’animation lui est confiée, et elle ne l’a pas encore acceptée. */
  readonly proposee: boolean
  /** Ce que quitter le pôle efface ou garde ; rien à qui ne peut pas le quitter. */
  readonly laisse: readonly Laisse[]
  readonly maintenant: Date
  /** Le formulaire qui revient avec ses fautes, par nom de geste. */
  readonly forms?: Readonly<Record<string, FormState>>
}

export const csv = (r: Regard, liste: string) =>
  withQuery(poleUrl({ pole: r.pole.id }), { format: 'csv', liste })

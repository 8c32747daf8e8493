import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Services } from '#platform/services.ts'
import type { AccordPublie } from '../domain/conjoints.ts'
import type { AccordConjointV1 } from './accord-conjoint.v1.ts'

/** L’accord en PDF, avec qui l’a signé à cet instant ; un refus si une donnée ne se compose pas. */
export const composerAccord = ({ pdf }: Pick<Services, 'pdf'>, a: AccordPublie) => {
  const jour = (le: Date) => jourLocal(le, ZONE_PAR_DEFAUT)
  const ecritLe = a.ecritLe ?? new Date(0)
  const donnees: AccordConjointV1 = {
    organisme: { nom: a.nomDuPole },
    pole: a.nomDuPole,
    titre: 'Accord des responsables conjoints',
    rang: a.rang ?? 0,
    ecritLe: jour(ecritLe),
    articles: (a.texte ?? []).map(([titre, texte]) => ({ titre, texte })),
    signataires: a.signataires.map(([nom, le]) => ({ nom, le: jour(new Date(le)) })),
  }
  return pdf.render({ gabarit: 'accord-conjoint.v1', donnees, emisLe: ecritLe, multilignes: ['texte'] })
}

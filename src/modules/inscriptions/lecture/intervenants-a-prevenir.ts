import {
  type Changements,
  changementsDepuis,
  type gestesLusDepuis,
  motModaliteSeance,
  type SessionLue,
} from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { avisAuxIntervenants, joindreIntervenants, premierPapier } from '../db/avis.ts'
import type { GenreAvis } from '../domain/avis.ts'
import { type Nouvelle, nouvellePour, texteAQuiAnime } from '../domain/avis-aux-intervenants.ts'

export type IntervenantAPrevenir = {
  readonly personne: string
  readonly nom: string
  /** Sa fiche d’abord, son compte sinon ; nul : à prévenir de vive voix. */
  readonly courriel: string | null
  readonly telephone: string | null
  readonly nouvelle: Nouvelle
  readonly texte: string
}

const suspensions: Readonly<Record<string, Exclude<GenreAvis, 'dates' | 'conditions'>>> = {
  annulee: 'annulation',
  reportee: 'report',
  interrompue: 'interruption',
}

const rien: Changements = {
  dates: false,
  lieu: null,
  quittent: new Map(),
  arrivent: new Map(),
  salles: new Map(),
  modalites: new Set(),
  lien: null,
}

/** D’où viennent ces faits : de la base, si rien n’est dit ; la page de la session les a déjà lus. */
type LecturesDePage = {
  readonly premier: typeof premierPapier
  readonly avis: typeof avisAuxIntervenants
  readonly gestes?: typeof gestesLusDepuis
}

/**
 * Qui anime, ou animait, et ne sait pas encore ce qui a changé depuis qu’un papier est parti, ou depuis le dernier avis reçu. Tant
 * que rien n’est parti, une session se prépare : personne n’est à prévenir.
 */
export const intervenantsAPrevenir = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
  lire: LecturesDePage = { premier: premierPapier, avis: avisAuxIntervenants },
): Promise<readonly IntervenantAPrevenir[]> => {
  const suspendue = suspensions[session.etat]
  const parti = await lire.premier(tx, session.id)
  if (!parti && !suspendue) return []
  const avis = await lire.avis(tx, session.id)
  const lus = new Map<number, Promise<Changements>>()
  const depuis = (le: Date | undefined): Promise<Changements> => {
    if (!le) return Promise.resolve(rien)
    const connu = lus.get(le.getTime()) ?? changementsDepuis(tx, session, le, maintenant, lire.gestes)
    lus.set(le.getTime(), connu)
    return connu
  }
  // Suspendues, ses demi-journées ne se tiennent plus ; qui devait les animer l’apprend quand même.
  const aVenir = session.seances.filter((x) => x.fin > maintenant && (x.tenue || suspendue))
  const depart = await depuis(parti)
  const tous = new Set<string>([
    ...aVenir.flatMap((x) => x.intervenants.map((i) => i.personne as string)),
    ...depart.quittent.keys(),
  ])
  const gens = await joindreIntervenants(tx, [...tous])
  const rendus: IntervenantAPrevenir[] = []
  for (const g of gens) {
    const dernier = avis.find((a) => a.personne === g.personne)
    const net = await depuis(dernier && (!parti || dernier.le > parti) ? dernier.le : parti)
    const demies = aVenir.filter((x) => x.intervenants.some((i) => i.personne === g.personne))
    const neuves = net.arrivent.get(g.personne) ?? []
    const nouvelle = nouvellePour({
      suspendue,
      dernier: dernier?.genre,
      anime: demies.length > 0,
      animait: demies.some((x) => !neuves.includes(x.id)) || net.quittent.has(g.personne),
      arrive: neuves.length > 0,
      quitte: net.quittent.has(g.personne),
      autres:
        net.dates ||
        net.lieu !== null ||
        net.lien !== null ||
        demies.some((x) => net.salles.has(x.id) || net.modalites.has(x.id)),
    })
    if (nouvelle)
      rendus.push({
        ...g,
        nouvelle,
        texte: texteAQuiAnime(nouvelle, {
          ...session,
          demies: demies.map((x) => ({
            ...x,
            ou:
              net.modalites.has(x.id) && x.modalite
                ? [motModaliteSeance[x.modalite]]
                : (net.salles.get(x.id) ?? []),
          })),
          lien: net.lien,
          premierLien: net.premierLien,
        }),
      })
  }
  return rendus
}

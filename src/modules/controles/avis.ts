/** Les avis d’absence d’une session : ce qui reste à dire, et l’envoi, une fois chacun. */
import type { DateCivile } from '#kernel/dates.ts'
import { type CasePassee, lireCasesPassees } from '#modules/emargement/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { lireDestinataires, lireEnvois, prendreEnvoi } from './db/assiduite.ts'
import {
  type AbsenceEtablie,
  type Avis,
  cleAvis,
  ecrireAvis,
  type GenreAvis,
  preparerAvis,
} from './domain/avis.ts'

/** Sur une feuille close seulement : ouverte, une absence peut encore se corriger. */
const etablies = (session: SessionLue, cases: readonly CasePassee[]): AbsenceEtablie[] =>
  cases.flatMap((c): AbsenceEtablie[] => {
    const s = session.seances.find((x) => x.id === c.seance)
    return s && c.close && c.etat === 'absente'
      ? [
          {
            session: session.id,
            activite: c.activite,
            seance: c.seance,
            jour: s.jour as DateCivile,
            debut: s.debutMinutes,
            fin: s.finMinutes,
            inscription: c.inscription,
            prenom: c.prenom,
            nom: c.nom,
          },
        ]
      : []
  })

export type AvisEcrit = Avis & { readonly objet: string; readonly texte: string }

/** Ce qui partirait maintenant, mot pour mot. */
export const avisDeLaSession = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<readonly AvisEcrit[]> => {
  const absences = etablies(session, await lireCasesPassees(tx, maintenant, session.id))
  if (absences.length === 0) return []
  const deja = new Set((await lireEnvois(tx, session.id)).map((e) => `${e.genre} ${e.cle}`))
  const maison = (await lireOrganisme(tx)).nom
  return preparerAvis(absences, await lireDestinataires(tx, session.id), deja).map((a) => ({
    ...a,
    ...ecrireAvis(a, session, maison),
  }))
}

/**
 * Envoie ces avis. Le courriel est déposé dans la transaction qui note l’envoi : ni l’un sans l’autre, et une absence déjà
 * dite à ce destinataire ne l’est pas deux fois, même entre deux gestes simultanés.
 */
export const envoyerAvis = async (
  services: Pick<Services, 'keys' | 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  genres: readonly GenreAvis[],
  /** Vrai : la tournée, que l’arrêt des envois retient. */
  seul = false,
): Promise<{ readonly partis: number; readonly sansCourriel: readonly string[] }> => {
  const le = services.clock.now()
  const organisme = await lireOrganisme(tx)
  let partis = 0
  const sansCourriel: string[] = []
  for (const a of await avisDeLaSession(tx, session, le)) {
    if (!genres.includes(a.genre)) continue
    if (!a.courriel || !isMailAddress(a.courriel)) {
      sansCourriel.push(a.nom)
      continue
    }
    const prises: AbsenceEtablie[] = []
    for (const x of a.absences)
      if (
        await prendreEnvoi(tx, {
          genre: a.genre,
          cle: cleAvis(a.entreprise, x),
          activite: x.activite,
          session: x.session,
          seance: x.seance,
          inscription: x.inscription,
          entreprise: a.entreprise,
          le,
        })
      )
        prises.push(x)
    if (prises.length === 0) continue
    const { objet, texte } = ecrireAvis({ ...a, absences: prises }, session, organisme.nom)
    await sendLater(tx, services, {
      a: a.courriel,
      objet,
      texte,
      deLaPart: organisme.nom,
      suivi: {
        seul,
        activite: session.activite,
        etape: a.genre,
        session: session.id,
      },
      ...(organisme.courriel && isMailAddress(organisme.courriel) ? { repondreA: organisme.courriel } : {}),
    })
    await consigner(tx, {
      activite: session.activite,
      faitLe: le,
      module: 'controles',
      geste: 'aviser-absence',
      objet: { genre: 'session', id: session.id },
      phrase: `Un avis d’absence de {session:${session.id}} part à {entreprise:${a.entreprise}}.`,
      details: { destinataire: a.genre, absences: prises.length },
    })
    partis += 1
  }
  return { partis, sansCourriel: [...new Set(sansCourriel)] }
}

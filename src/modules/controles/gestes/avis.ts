/** Les avis d’absence d’une session : ce qui reste à dire, et l’envoi, une fois chacun. */
import type { DateCivile } from '#kernel/dates.ts'
import { type CasePassee, lireCasesPassees } from '#modules/emargement/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { prendreEnvoi } from '../db/assiduite.ecritures.ts'
import { type Envoi, lireDestinataires, lireEnvois } from '../db/assiduite.ts'
import {
  type AbsenceEtablie,
  type Avis,
  cleAvis,
  cleRedite,
  cleSimple,
  ecrireAvis,
  type GenreAvis,
  preparerAvis,
} from '../domain/avis.ts'
import type { PrisesControles } from '../prises.ts'

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

type Retenus = Pick<PrisesControles, 'retenus'>

/** Ce qui fut vraiment dit : un message qu’un arrêt a retenu n’a rien dit à personne. */
export const envoisDits = async (
  { retenus }: Retenus,
  tx: TenantTx,
  session: SessionLue,
): Promise<{ readonly dits: readonly Envoi[]; readonly retenus: readonly Envoi[] }> => {
  const envois = await lireEnvois(tx, session.id)
  const arretes = envois.some((e) => e.message) ? await retenus(tx, session.id) : new Set()
  const { dits = [], tus = [] } = Object.groupBy(envois, (e) =>
    e.message && arretes.has(e.message) ? 'tus' : 'dits',
  )
  return { dits, retenus: tus }
}

/** Ce qui partirait maintenant, mot pour mot ; ce qu’un arrêt a retenu en est encore. */
export const avisDeLaSession = async (
  tx: TenantTx,
  session: SessionLue,
  cases: readonly CasePassee[],
  dits: readonly Envoi[],
): Promise<readonly AvisEcrit[]> => {
  const absences = etablies(session, cases)
  if (absences.length === 0) return []
  const deja = new Set(dits.map((e) => `${e.genre} ${cleSimple(e.cle)}`))
  const maison = (await lireOrganisme(tx)).nom
  return preparerAvis(absences, await lireDestinataires(tx, session.id), deja).map((a) => ({
    ...a,
    ...ecrireAvis(a, session, maison),
  }))
}

/**
 * Envoie ces avis. Le courriel est déposé dans la transaction qui note l’envoi : ni l’un sans l’autre, et une absence déjà
 * dite à ce destinataire ne l’est pas deux fois, même entre deux gestes simultanés. Arrêtée, l’étape ne prend rien : levé l’arrêt, la
 * tournée la reprend, et d’ici là l’avis attend sur la page de l’assiduité.
 */
export const envoyerAvis = async (
  prises: PrisesControles,
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
  const arrete = seul ? await prises.arrets(tx, session.id) : () => false
  const ouverts = new Set(genres.filter((g) => !arrete(g)))
  if (ouverts.size === 0) return { partis, sansCourriel }
  const { dits, retenus } = await envoisDits(prises, tx, session)
  const redits = Map.groupBy(retenus, (e) => `${e.genre} ${cleSimple(e.cle)}`)
  const cases = await lireCasesPassees(tx, le, session.id)
  for (const a of await avisDeLaSession(tx, session, cases, dits)) {
    if (!ouverts.has(a.genre)) continue
    if (!a.courriel || !isMailAddress(a.courriel)) {
      sansCourriel.push(a.nom)
      continue
    }
    const message = newId<'Courriel'>(le)
    const dites: AbsenceEtablie[] = []
    for (const x of a.absences) {
      const cle = cleAvis(a.entreprise, x)
      if (
        await prendreEnvoi(tx, {
          genre: a.genre,
          cle: cleRedite(cle, redits.get(`${a.genre} ${cle}`)?.length ?? 0),
          message,
          activite: x.activite,
          session: x.session,
          seance: x.seance,
          inscription: x.inscription,
          entreprise: a.entreprise,
          le,
        })
      )
        dites.push(x)
    }
    if (dites.length === 0) continue
    const { objet, texte } = ecrireAvis({ ...a, absences: dites }, session, organisme.nom)
    await sendLater(tx, services, {
      id: message,
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
      details: { destinataire: a.genre, absences: dites.length },
    })
    partis += 1
  }
  return { partis, sansCourriel: [...new Set(sansCourriel)] }
}

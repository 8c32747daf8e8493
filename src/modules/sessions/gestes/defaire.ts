/** Revenir sur un changement de session : dans le quart d’heure, tant que rien n’en est parti et que rien n’en est devenu preuve. */
import { vientDEtreFait } from '#kernel/delais.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { dernierChangement } from '../db/changements.queries.ts'
import { oterAutres, reaffecter, tenir } from '../db/occupations.ecritures.ts'
import { type Prise, sansChevauchement, seancesFigees } from '../db/occupations.ts'
import {
  changerSession,
  confierAuGroupement,
  ecrireModalite,
  insererSeances,
  oterSeance,
  reprendreEtat,
} from '../db/sessions.ecritures.ts'
import { lireSession, type SessionLue } from '../db/sessions.queries.ts'
import { type Instantane, instantane } from '../domain/instantane.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { direRefusDeLaBase } from '../lecture/ou-et-qui.ts'
import { deplacerTenues } from './deplacer.ts'

/** Le dernier changement, s’il peut encore se défaire : personne n’a touché à la session depuis, et le quart d’heure court. */
export const changementADefaire = async (
  tx: TenantTx,
  session: Pick<SessionLue, 'id' | 'revision'>,
  maintenant: Date,
  lire: typeof dernierChangement = dernierChangement,
): Promise<{ readonly le: Date; readonly avant: Instantane } | undefined> => {
  const g = await lire(tx, session.id)
  return g && g.avant.revision + 1 === session.revision && vientDEtreFait(g.le, maintenant) ? g : undefined
}

/** La dérogation se lit des heures que la session a aujourd’hui, non de celles d’avant : ici, elle ne se propose pas. */
const SANS_DOSSIER =
  'Ce changement ramènerait une personne prêtée qui n’a pas de dossier 21/22 qui vaille à ces heures : il ne se défait pas sans lui. Demandez-le-lui depuis la page de sa mission.'

const trop = () =>
  refuser(
    'trop-tard',
    'Ce changement ne se défait plus : un quart d’heure a passé, ou la session a changé depuis. Changez-la de nouveau.',
  )

export const defaireChangement = async (
  tx: TenantTx,
  id: SessionId,
  partiDepuis: (depuis: Date) => Promise<boolean>,
  le: Date,
): Promise<Result<void, Refus>> => {
  const s = await lireSession(tx, id, { verrouiller: true })
  if (!s) return refuser('introuvable', 'Cette session n’existe pas ici.')
  const g = await changementADefaire(tx, s, le)
  if (!g) return trop()
  if (await partiDepuis(g.le))
    return refuser(
      'parti',
      'Un avis ou un papier est parti depuis : changez de nouveau la session, et prévenez de nouveau.',
    )
  const { avant } = g
  const figees = await seancesFigees(tx, id)
  const seances = avant.seances.map((x) => ({ ...x, debut: new Date(x.debut), fin: new Date(x.fin) }))
  const libres = seances.filter((x) => !figees.has(x.id))
  const ici = new Set<string>(s.seances.map((x) => x.id))
  const restent = libres.filter((x) => ici.has(x.id))
  const neuves = s.seances.filter((x) => !seances.some((y) => y.id === x.id))
  if (neuves.some((x) => figees.has(x.id))) return trop()
  // Signée depuis, une demi-journée garde ses heures, son lieu et qui l’a animée.
  const deSeance = (i: Instantane, seance: string) => JSON.stringify(i.seances.find((x) => x.id === seance))
  const desormais = instantane(s)
  if (
    figees.size > 0 &&
    (avant.lieu !== s.lieu || [...figees].some((x) => deSeance(desormais, x) !== deSeance(avant, x)))
  )
    return refuser(
      'signee',
      'Une demi-journée que ce changement touche est signée : il ne se défait plus. Changez de nouveau la session.',
    )
  const prises = libres.flatMap((x): Prise[] => [
    ...x.salles.map((salle) => ({ seance: x.id, debut: x.debut, salle, minutes: 0 })),
    ...x.intervenants.map((i) => ({ seance: x.id, debut: x.debut, ...i })),
  ])
  let liee = false
  const ecrit = await sansChevauchement(tx, async () => {
    for (const x of neuves) liee = !(await oterSeance(tx, x.id)) || liee
    if (liee) return false
    const ids = restent.map((x) => x.id)
    // Ce qui n’était pas tenu se rend d’abord ; le reste ne se rend pas, et qui l’animait déjà n’est pas rejugé.
    await tenir(
      tx,
      restent.filter((x) => !x.tenue).map((x) => x.id),
      false,
    )
    await oterAutres(tx, ids, prises)
    await ecrireModalite(tx, ids, null)
    await deplacerTenues(
      tx,
      restent.flatMap((vers) => {
        const de = s.seances.find((x) => x.id === vers.id)
        return de ? [{ de, vers }] : []
      }),
    )
    await changerSession(tx, s, avant, le)
    await reprendreEtat(tx, id, avant)
    await insererSeances(
      tx,
      id,
      s.activite,
      libres.filter((x) => !ici.has(x.id)).map((x) => ({ ...x, modalite: null })),
    )
    for (const m of ['presentiel', 'distance'] as const)
      await ecrireModalite(
        tx,
        libres.filter((x) => x.modalite === m).map((x) => x.id),
        m,
      )
    for (const x of libres) await confierAuGroupement(tx, [x.id], x.cotraitant)
    await reaffecter(
      tx,
      s.activite,
      libres.map((x) => x.id),
      prises,
    )
    const tenues = libres.filter((x) => x.tenue).toSorted((a, b) => a.debut.getTime() - b.debut.getTime())
    await tenir(
      tx,
      tenues.map((x) => x.id),
      true,
    )
    await tenir(
      tx,
      libres.filter((x) => !x.tenue).map((x) => x.id),
      false,
    )
    return true
  })
  if (!ecrit.ok)
    return refuser(
      'occupe',
      ecrit.error === 'sans-dossier'
        ? SANS_DOSSIER
        : ecrit.error !== 'occupe'
          ? direRefusDeLaBase[ecrit.error]
          : 'Une salle, ou une personne, a été prise entre-temps à l’heure d’avant : changez la session pour en choisir une autre.',
    )
  if (liee) return trop()
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'sessions',
    geste: 'defaire-changement-session',
    objet: { genre: 'session', id },
    phrase: `{session:${id}} revient à ce qu’elle était.`,
    // Ni dates ni personnes : le premier « avant » du journal se compare à aujourd’hui, et n’apprend plus rien à personne.
    details: { defait: g.le.toISOString() },
  })
  return ok(undefined)
}

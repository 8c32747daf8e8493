import { refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { affecter, tenir } from '../db/occupations.ecritures.ts'
import { sansChevauchement, seancesFigees } from '../db/occupations.ts'
import {
  changerSession,
  ecrireModalite,
  garderLieu,
  insererSeances,
  oterAffectations,
  oterSeance,
} from '../db/sessions.ecritures.ts'
import { lireSession, listerSeances, type SeanceId } from '../db/sessions.queries.ts'
import { quiChange } from '../domain/changements.ts'
import { instantane } from '../domain/instantane.ts'
import { comparerModalites, modaliteDe } from '../domain/modalite.ts'
import { comparerSeances } from '../domain/modifier-session.ts'
import { territoireDe } from '../domain/mots.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'
import { planifierSession } from '../domain/planifier-session.ts'
import {
  cleDe,
  demandesDe,
  prisesDe,
  type Qui,
  refusOccupes,
  resoudreOuEtQui,
  vientDEtrePris,
} from '../lecture/ou-et-qui.ts'
import {
  changements,
  type Modification,
  principalDe,
  type RefusModification,
  salleDe,
} from './ce-qui-change.ts'
import { deplacerTenues } from './deplacer.ts'
import { refusEffectif, seancesNeuves } from './planifier.ts'

/**
 * Change dates, lieu, salle, intervenant ou conditions après coup. Les demi-journées émargées ne bougent pas : elles
 * gardent leurs heures, leur salle, qui les animait, et le lieu où elles se sont tenues.
 */
export const modifierSession = async (
  tx: TenantTx,
  p: Modification,
  le: Date,
): Promise<Result<{ session: SessionId; change: boolean }, readonly RefusModification[]>> => {
  const s = await lireSession(tx, p.id, { verrouiller: true })
  if (!s) return ko([refus('introuvable', 'Cette session n’existe pas ici.')])
  const figees = await seancesFigees(tx, p.id)
  const ecart = comparerSeances(s.etat, s.seances, figees, p.seances)
  const lu = await resoudreOuEtQui(tx, p)
  // Une salle réglée depuis pour une seule demi-journée ne fait pas redire le lieu de toute la session.
  const ou = p.lieuGarde ? { ...lu, lieu: s.lieu } : lu
  const modalite = p.modalite ?? s.modalite
  const modalites = comparerModalites(s.modalite, modalite, s.seances, figees, p.seances)
  const refusees: RefusModification[] = [
    ...(ecart.ok ? [] : ecart.error),
    ...(modalites.ok ? [] : modalites.error),
    ...ou.refusees,
    ...refusEffectif(p.capacite, p.effectifMin),
  ]
  if (ou.zone !== s.zone && figees.size > 0)
    refusees.push(
      refus(
        'zone-figee',
        'Des demi-journées sont émargées à l’heure d’un autre fuseau : planifiez une autre session.',
      ),
    )
  const [principal, second] = ou.animent
  if (!ecart.ok || !modalites.ok || !principal || refusees.length > 0) return ko(refusees)

  const lui = principalDe(s)
  const salleAvant = salleDe(s)
  const change = {
    principal: !lui || cleDe(lui) !== cleDe(principal),
    second:
      second !== undefined &&
      s.seances.some(
        (x) => !figees.has(x.id) && !x.intervenants.some((i) => (i.compte ?? i.personne) === cleDe(second)),
      ),
    salle: ou.salle?.id !== salleAvant?.id,
    zone: ou.zone !== s.zone,
  }
  const apres = {
    zone: ou.zone,
    lieu: ou.lieu,
    etablissement: ou.etablissement?.id ?? null,
    formateur: change.principal ? principal.dit : s.formateur,
    formateurId: change.principal ? (principal.compte ?? null) : s.formateurId,
    modalite,
    lienConnexion: p.lienConnexion ?? null,
    prixCentimes: p.prixCentimes ?? null,
    effectifMin: p.effectifMin ?? null,
    capacite: p.capacite,
  }
  const details = changements(s, apres)
  const { deplacees, neuves, otees } = ecart.value
  // Ce que chaque demi-journée d’avant dira ; une neuve le dit en naissant.
  const dites = p.seances.flatMap((x, rang) => {
    const connue = s.seances.find((c) => c.id === x.id)
    return connue ? [{ id: connue.id, de: connue.modalite, vers: modalites.value[rang] ?? null }] : []
  })
  const redites = dites.filter((x) => x.de !== x.vers)
  const dates = deplacees.length + neuves.length + otees.length > 0 || change.zone
  if (
    !dates &&
    !change.principal &&
    !change.second &&
    !change.salle &&
    redites.length === 0 &&
    Object.keys(details).length === 0
  )
    return ok({ session: p.id, change: false })
  if (p.revision !== s.revision)
    return ko([
      refus(
        'perime',
        'Cette session a changé depuis que vous avez ouvert la page. Relisez-la, puis renvoyez : rien de ce que vous avez écrit n’est perdu.',
      ),
    ])

  const places = ou.salle?.places ?? ou.etablissement?.capacite
  const motif = p.motif.trim() || (s.seances.find((x) => x.motifJour)?.motifJour ?? '')
  const plan = planifierSession({
    seances: p.seances.map((x, i) => ({
      id: String(i),
      creneau: { date: x.jour, debut: x.debut, fin: x.fin, zone: ou.zone },
      ressources: [cleDe(principal)],
    })),
    effectifMax: p.capacite,
    ...(places ? { placesSalle: places } : {}),
    territoire: territoireDe[ou.zone],
    motifJourChome: motif,
    occupations: [],
  })
  if (!plan.ok) return ko(plan.error)
  const toutes = seancesNeuves(plan.value, motif, (rang) => p.seances[rang]?.id ?? newId<'Seance'>(le)).map(
    (x) => ({ ...x, modalite: modalites.value[x.rang] ?? null }),
  )
  const bougent = toutes.filter((x) => change.zone || deplacees.includes(x.rang))
  const naissent = toutes.filter((x) => neuves.includes(x.rang))
  const libres = toutes.filter((x) => !figees.has(x.id))
  const deja = new Map(s.seances.map((x) => [x.id as string, x]))

  // Chaque demi-journée libre, telle qu'elle sera : ses salles, ses intervenants, les remplacements faits.
  const futures = libres.map((x) => {
    const connue = deja.get(x.id)
    // À distance, elle rend sa salle ; de retour sur place, elle prend celle de la session.
    const distante = modaliteDe(x, apres) === 'distance'
    const revient = connue !== undefined && !distante && modaliteDe(connue, s) === 'distance'
    const refaites = !connue || change.salle || revient || (distante && connue.salles.length > 0)
    const salles = distante ? [] : refaites ? (ou.salle ? [ou.salle] : []) : connue.salles
    const restent = (connue?.intervenants ?? [])
      .filter((i) => !(change.principal && lui && (i.compte ?? i.personne) === cleDe(lui)))
      .map(
        (i): Qui => ({
          prenom: i.prenom,
          nom: i.nom,
          dit: `${i.prenom} ${i.nom}`,
          personne: i.personne,
          ...(i.compte ? { compte: i.compte } : {}),
        }),
      )
    const viennent = [...(!connue || change.principal ? [principal] : []), ...(second ? [second] : [])]
    const ajoutes = viennent.filter((q) => !restent.some((r) => cleDe(r) === cleDe(q)))
    return { ...x, salles, refaites, restent, ajoutes }
  })
  const touchees = futures.filter(
    (x) => bougent.some((b) => b.id === x.id) || x.ajoutes.length > 0 || x.refaites,
  )
  const occupes = []
  for (const x of touchees)
    occupes.push(
      ...(await refusOccupes(
        tx,
        demandesDe([{ seance: String(x.rang), du: x.debut, au: x.fin }], x.salles, [
          ...x.restent,
          ...x.ajoutes,
        ]),
        p.id,
        p.deQui,
      )),
    )
  if (occupes.length > 0) return ko(occupes)

  let liee: SeanceId | undefined
  const ecrit = await sansChevauchement(tx, async () => {
    liee = undefined
    for (const id of otees) if (!(await oterSeance(tx, id as SeanceId))) liee = id as SeanceId
    if (liee !== undefined) return false
    const anciennes = touchees.filter((x) => deja.has(x.id))
    // Ce qu’elles rendent, d’abord : on ne déplace pas avec elles une salle ou une personne qu’elles n’ont plus.
    await oterAffectations(
      tx,
      anciennes.filter((x) => x.refaites).map((x) => x.id),
      { salles: true },
    )
    if (change.principal && lui?.personne)
      await oterAffectations(
        tx,
        anciennes.map((x) => x.id),
        { personne: lui.personne },
      )
    await deplacerTenues(
      tx,
      bougent.flatMap((vers) => {
        const de = deja.get(vers.id)
        return de ? [{ de, vers }] : []
      }),
    )
    if (ou.lieu !== s.lieu) await garderLieu(tx, [...figees], s.lieu)
    // Nulle d’abord, et ce qu’une émargée valait déjà : une demi-journée ne contredit pas sa session, ni avant ni après.
    const ecrire = async (cas: readonly (typeof redites)[number][]) => {
      for (const m of ['presentiel', 'distance', null] as const)
        await ecrireModalite(
          tx,
          cas.filter((x) => x.vers === m).map((x) => x.id),
          m,
        )
    }
    const avant = (x: (typeof redites)[number]) => x.vers === null || x.vers === s.modalite
    await ecrire(redites.filter(avant))
    await changerSession(tx, s, apres, le)
    await ecrire(redites.filter((x) => !avant(x)))
    await insererSeances(tx, p.id, s.activite, naissent)
    const prises = []
    for (const x of touchees)
      prises.push(
        ...(await prisesDe(tx, s.activite, [x], x.refaites ? x.salles.map((l) => l.id) : [], x.ajoutes, le)),
      )
    await affecter(tx, s.activite, prises)
    await tenir(
      tx,
      anciennes.map((x) => x.id),
      true,
    )
    return true
  })
  if (!ecrit.ok) return ko([vientDEtrePris(String(touchees[0]?.rang ?? 0), ecrit.error)])
  if (liee !== undefined)
    return ko([
      refus(
        'seance-liee',
        'Des liens de signature sont déjà partis pour une demi-journée que vous ôtez : déplacez-la plutôt.',
      ),
    ])
  const animent = quiChange(s.seances, await listerSeances(tx, p.id))
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'sessions',
    geste: dates ? 'changer-dates-session' : 'modifier-session',
    objet: { genre: 'session', id: p.id },
    phrase: dates ? `Les dates de {session:${p.id}} changent.` : `{session:${p.id}} est modifiée.`,
    details: {
      avant: instantane(s),
      ...details,
      ...(change.salle ? { salle: { de: salleAvant?.nom ?? null, vers: ou.salle?.nom ?? null } } : {}),
      ...(redites.length > 0 ? { modalites: redites } : {}),
      ...(Object.keys(animent).length > 0 ? { animent } : {}),
      ...(dates
        ? {
            seances: {
              de: s.seances.map((x) => [x.jour, x.debutMinutes, x.finMinutes]),
              vers: toutes.map((x) => [x.jour, x.debutMinutes, x.finMinutes]),
            },
          }
        : {}),
    },
  })
  return ok({ session: p.id, change: true })
}

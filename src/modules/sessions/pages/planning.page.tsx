import { Hono } from 'hono'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import { nomDuFerie } from '#kernel/feries.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { plier } from '#kernel/texte.ts'
import { instantDe, jourLocal, type Zone } from '#kernel/zones.ts'
import { exigerDroit, lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import { intervenants } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { enCsv, repondreCsv, type Tableau } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type PlageDehors, plagesDehors } from '../db/agendas.ts'
import { absencesEntre } from '../db/conges.ts'
import { heuresPrisesDePartout, type SeancePlanifiee, seancesPlanifiees } from '../db/planning.queries.ts'
import { listerSalles } from '../db/salles.queries.ts'
import { type Absence, absenteLe } from '../domain/conge.ts'
import { ouSuivre } from '../domain/modalite.ts'
import { motEtat, territoireDe } from '../domain/mots.ts'
import { lireMois, lireSemaine, moisDe, occupeAilleurs, semaineDe, touche } from '../domain/planning.ts'
import { planningUrl, salleUrl } from '../liens.ts'
import { Calendrier, Grille, type Jour, type Par, type Rangee, Vue } from './planning.vue.tsx'

const repond = (s: SeancePlanifiee, q: string): boolean =>
  q === '' ||
  plier(
    [s.intitule, s.numero, s.lieu, ...s.salles.map((x) => x.nom), ...s.intervenants.map((x) => x.nom)].join(
      ' ',
    ),
  ).includes(q)

/** Une rangée par personne qui intervient, ou par salle : celles qui ont quelque chose d'abord, puis les libres. */
const rangeesDe = async (
  tx: TenantTx,
  par: Par,
  seances: readonly SeancePlanifiee[],
  q: string,
  periode: {
    readonly du: DateCivile
    readonly au: DateCivile
    readonly zone: Zone
    readonly seul?: string | undefined
  },
): Promise<Rangee[]> => {
  const [prises, dehors, absences] = await Promise.all([
    heuresPrisesDePartout(tx, periode.du, periode.au, periode.zone),
    par === 'personnes'
      ? plagesDehors(
          tx,
          instantDe(periode.du, 0, periode.zone).instant,
          instantDe(ajouterJours(periode.au, 1), 0, periode.zone).instant,
        )
      : new Map<string, readonly PlageDehors[]>(),
    par === 'personnes' ? absencesEntre(tx, periode.du, periode.au) : ([] as Absence[]),
  ])
  const connues = new Map<string, Omit<Rangee, 'seances' | 'ailleurs' | 'dehors' | 'absences'>>()
  // En CAE, une même personne a une fiche par enseigne, et son compte n'est qu'à l'une : c'est lui qui dit que c'est elle.
  const duCompte = new Map<string, string>()
  const rangeeDe = (i: { readonly id: string; readonly compte: string | null }): string =>
    (i.compte === null ? undefined : duCompte.get(i.compte)) ?? i.id
  if (par === 'personnes') {
    for (const i of await intervenants(tx))
      if (periode.seul === undefined || i.compte === periode.seul) {
        connues.set(i.personne, { id: i.personne, nom: `${i.prenom} ${i.nom}`.trim(), sous: '' })
        if (i.compte) duCompte.set(i.compte, i.personne)
      }
    for (const i of seances.flatMap((s) => s.intervenants))
      if ((periode.seul === undefined || i.compte === periode.seul) && !connues.has(rangeeDe(i))) {
        connues.set(i.id, { id: i.id, nom: i.nom, sous: '' })
        if (i.compte) duCompte.set(i.compte, i.id)
      }
  } else
    for (const s of await listerSalles(tx))
      connues.set(s.id, {
        id: s.id,
        nom: s.nom,
        sous: [s.nomEtablissement, s.places ? `${s.places} places` : ''].filter(Boolean).join(', '),
        href: salleUrl({ salle: s.id }),
      })
  const heures = par === 'personnes' ? prises.personnes : prises.salles
  const siennes = new Map<string, SeancePlanifiee[]>()
  for (const s of seances)
    for (const id of par === 'personnes' ? s.intervenants.map(rangeeDe) : s.salles.map((x) => x.id))
      siennes.set(id, [...(siennes.get(id) ?? []), s])
  return [...connues.values()]
    .map((r): Rangee => {
      const toutes = siennes.get(r.id) ?? []
      const parNom = q === '' || plier(`${r.nom} ${r.sous}`).includes(q)
      return {
        ...r,
        seances: parNom ? toutes : toutes.filter((s) => repond(s, q)),
        ailleurs: parNom
          ? occupeAilleurs(
              heures.get(r.id) ?? [],
              toutes.map((s) => ({ du: s.debut, au: s.fin })),
            )
          : [],
        dehors: parNom ? (dehors.get(r.id) ?? []) : [],
        absences: parNom ? absences.filter((a) => a.personne === r.id) : [],
      }
    })
    .filter((r) => q === '' || r.seances.length > 0 || plier(`${r.nom} ${r.sous}`).includes(q))
    .toSorted((a, b) => plier(a.nom).localeCompare(plier(b.nom), 'fr'))
}

const csvDe = (seances: readonly SeancePlanifiee[]): Tableau =>
  enCsv(
    ['Date', 'Horaires', 'Session', 'Intitulé', 'Intervenants', 'Salles', 'Lieu', 'État'],
    seances.map((s) => [
      s.jour,
      formaterCreneau(s.debutMinutes, s.finMinutes),
      s.numero,
      s.intitule,
      s.intervenants.map((x) => x.nom).join(', '),
      s.salles.map((x) => x.nom).join(', '),
      ouSuivre(s, s.lieu),
      motEtat[s.etat],
    ]),
  )

/** Qui ne lit que ses sessions ne voit que les siennes. */
const bornes = (visiteur: Visiteur) =>
  peutVisiteur(visiteur, 'sessions.lire') || !visiteur.personneId ? {} : { formateurId: visiteur.personneId }

export const planningPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>().get(planningUrl(), exigerDroit('sessions.lire'), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const zone = (await lireOrganisme(tx)).zone
      const ici = jourLocal(clock.now(), zone)
      const demande = c.req.query('par')
      const par: Par = demande === 'salles' || demande === 'mois' ? demande : 'personnes'
      const semaine = lireSemaine(c.req.query('semaine') ?? '') ?? semaineDe(ici)
      const mois = lireMois(c.req.query('mois') ?? '') ?? moisDe(ici)
      const q = plier((c.req.query('q') ?? '').toWellFormed().slice(0, 100))
      const siennes = bornes(visiteur)
      const tous = siennes.formateurId === undefined
      const qui = tous && par === 'mois' ? (c.req.query('qui') ?? '').slice(0, 36) : ''
      const choisie = qui === '' ? undefined : (await intervenants(tx)).find((i) => i.personne === qui)
      const anime = (x: SeancePlanifiee['intervenants'][number]): boolean =>
        x.id === qui || (x.compte !== null && x.compte === choisie?.compte)
      const jours =
        par === 'mois'
          ? mois.semaines.flat()
          : Array.from({ length: 7 }, (_, i) => ajouterJours(semaine.lundi, i))
      const [du, au] = [jours[0] ?? ici, jours.at(-1) ?? ici]
      const lues = await seancesPlanifiees(tx, du, au, siennes)
      const feries = (jour: DateCivile) => nomDuFerie(jour, territoireDe[zone])
      const deplace = peutVisiteur(visiteur, 'sessions.planifier', { estSien: true })
      if (par === 'mois' || c.req.query('format') === 'csv') {
        const retenues = lues.filter(
          (s) =>
            repond(s, q) && (qui === '' || s.salles.some((x) => x.id === qui) || s.intervenants.some(anime)),
        )
        if (c.req.query('format') === 'csv') return repondreCsv(c, 'planning', csvDe(retenues))
        const ressources = tous
          ? [
              ...(await intervenants(tx)).map((i) => ({
                value: i.personne as string,
                label: `${i.prenom} ${i.nom}`.trim(),
              })),
              ...(await listerSalles(tx, { ouvertes: true })).map((s) => ({
                value: s.id as string,
                label: s.nom,
              })),
            ]
          : []
        return c.html(
          <Vue
            par="mois"
            {...{ semaine, mois, q: c.req.query('q') ?? '', qui, ecrit: deplace, tous, ressources }}
            vide={retenues.length === 0 && (q !== '' || qui !== '')}
          >
            <Calendrier mois={mois} seances={retenues} ici={ici} feries={feries} deplace={deplace} />
          </Vue>,
        )
      }
      const rangees = await rangeesDe(tx, par, lues, q, { du, au, zone, seul: siennes.formateurId })
      // Un samedi ou un dimanche où rien ne se passe ne prend pas de place.
      const montres = jours
        .filter(
          (j, i) =>
            i < 5 ||
            rangees.some(
              (r) =>
                r.seances.some((s) => s.jour === j) ||
                absenteLe(r.absences, r.id, j) ||
                [...r.ailleurs, ...r.dehors].some((p) => touche(p, j, zone)),
            ),
        )
        .map((jour): Jour => ({ jour, ferie: feries(jour) }))
      return c.html(
        <Vue
          {...{ par, semaine, mois, q: c.req.query('q') ?? '', qui, ecrit: deplace, tous, ressources: [] }}
          vide={rangees.length === 0}
        >
          <Grille par={par} jours={montres} rangees={rangees} zone={zone} ici={ici} deplace={deplace} />
        </Vue>,
      )
    }),
  )

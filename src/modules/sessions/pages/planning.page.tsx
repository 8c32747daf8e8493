// biome-ignore-all lint/a11y/noRedundantRoles: un tableau mis en blocs au téléphone perd ses rôles (Safari, Chromium)
import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import {
  ajouterJours,
  type DateCivile,
  formaterDate,
  formaterPeriode,
  mois as moisEnMots,
  morceaux,
  nomDuJour,
} from '#kernel/dates.ts'
import { nomDuFerie } from '#kernel/feries.ts'
import { formaterCreneau } from '#kernel/heures.ts'
import { INSECABLE, plier } from '#kernel/texte.ts'
import { heureLocale, jourLocal, type Zone } from '#kernel/zones.ts'
import { exigerDroit, lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import { intervenants } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { ButtonLink, Empty, FilterField, Filters, Page } from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { heuresPrisesDePartout, type SeancePlanifiee, seancesPlanifiees } from '../db/planning.queries.ts'
import { listerSalles } from '../db/salles.queries.ts'
import { motEtat, territoireDe } from '../domain/mots.ts'
import {
  ecrireMois,
  ecrireSemaine,
  lireMois,
  lireSemaine,
  type Mois,
  moisDe,
  moisVoisin,
  occupeAilleurs,
  type Plage,
  type Semaine,
  semaineDe,
} from '../domain/planning.ts'
import {
  abonnementsUrl,
  affecterUrl,
  modifierSessionUrl,
  nouvelleSessionUrl,
  planningUrl,
  salleUrl,
  sessionUrl,
} from '../liens.ts'

type Par = 'personnes' | 'salles' | 'mois'
const noms: Readonly<Record<Par, string>> = { personnes: 'Personnes', salles: 'Salles', mois: 'Mois' }

type Rangee = {
  readonly id: string
  readonly nom: string
  readonly sous: string
  readonly href?: string
  readonly seances: readonly SeancePlanifiee[]
  readonly ailleurs: readonly Plage[]
}

/** Un jour de la colonne : sa tête dit s'il est chômé, ici. */
type Jour = { readonly jour: DateCivile; readonly ferie: string | undefined }

const court = (jour: DateCivile): string =>
  `${nomDuJour(jour).slice(0, 3)}.${INSECABLE}${morceaux(jour).jour === 1 ? '1er' : morceaux(jour).jour}`

const Prise = ({ s, avec, deplace }: { s: SeancePlanifiee; avec: string; deplace: boolean }) => (
  <li
    class={`prise${s.etat === 'brouillon' ? ' projet' : ''}`}
    {...(deplace
      ? {
          'data-deplacer': modifierSessionUrl({ session: s.session }),
          'data-affecter': affecterUrl({ session: s.session, seance: s.id }),
          'data-seance': s.id,
        }
      : {})}
  >
    <span class="h">{formaterCreneau(s.debutMinutes, s.finMinutes)}</span>{' '}
    <a href={sessionUrl({ session: s.session })}>{s.intitule}</a>
    {avec ? <small>{avec}</small> : null}
    {s.etat === 'brouillon' || s.etat === 'reportee' ? <small>{motEtat[s.etat]}</small> : null}
  </li>
)

const avecDe = (s: SeancePlanifiee, par: Par): string => {
  const salles = s.salles.map((x) => x.nom).join(', ') || s.lieu
  const gens = s.intervenants.map((x) => x.nom).join(', ')
  return par === 'personnes' ? salles : par === 'salles' ? gens : [gens, salles].filter(Boolean).join(' · ')
}

type GrilleProps = {
  readonly par: Par
  readonly jours: readonly Jour[]
  readonly rangees: readonly Rangee[]
  readonly zone: Zone
  readonly ici: DateCivile
  readonly deplace: boolean
}

const Grille = ({ par, jours, rangees, zone, ici, deplace }: GrilleProps) => (
  <table class="table planning" role="table" data-par={par}>
    <caption class="unseen">La semaine, par {par === 'salles' ? 'salle' : 'personne'} et par jour</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">
          {par === 'salles' ? 'Salle' : 'Personne'}
        </th>
        {jours.map((j) => (
          <th role="columnheader" scope="col" class={j.jour === ici ? 'ici' : undefined}>
            {court(j.jour)}
            {j.jour === ici ? <small>aujourd’hui</small> : null}
            {j.ferie ? <small>{j.ferie}</small> : null}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {rangees.map((r) => (
        <tr role="row">
          <th role="rowheader" scope="row" class="nom">
            {r.href ? <a href={r.href}>{r.nom}</a> : r.nom}
            {r.sous ? <small>{r.sous}</small> : null}
          </th>
          {jours.map(({ jour }) => {
            const vues = r.seances.filter((s) => s.jour === jour)
            const prises = r.ailleurs.filter((p) => jourLocal(p.du, zone) === jour)
            return (
              <td
                role="cell"
                data-titre={court(jour)}
                data-jour={jour}
                data-ressource={r.id}
                class={[vues.length + prises.length === 0 ? 'rien' : '', jour === ici ? 'ici' : '']
                  .filter(Boolean)
                  .join(' ')}
              >
                {vues.length + prises.length === 0 ? null : (
                  <ul class="prises">
                    {vues.map((s) => (
                      <Prise s={s} avec={avecDe(s, par)} deplace={deplace} />
                    ))}
                    {prises.map((p) => (
                      <li class="prise ailleurs">
                        <span class="h">
                          {formaterCreneau(
                            heureLocale(p.du, zone).minute,
                            jourLocal(p.au, zone) === jour ? heureLocale(p.au, zone).minute : 1440,
                          )}
                        </span>{' '}
                        occupé
                      </li>
                    ))}
                  </ul>
                )}
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  </table>
)

const Calendrier = ({
  mois,
  seances,
  ici,
  feries,
  deplace,
}: {
  mois: Mois
  seances: readonly SeancePlanifiee[]
  ici: DateCivile
  feries: (jour: DateCivile) => string | undefined
  deplace: boolean
}) => (
  <table class="table planning calendrier" role="table" data-par="mois">
    <caption class="unseen">Le mois, semaine par semaine</caption>
    <thead role="rowgroup">
      <tr role="row">
        {(mois.semaines[0] ?? []).map((j) => (
          <th role="columnheader" scope="col">
            {nomDuJour(j)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {mois.semaines.map((semaine) => (
        <tr role="row">
          {semaine.map((jour) => {
            const vues = seances.filter((s) => s.jour === jour)
            const dehors = jour < mois.premier || jour > mois.dernier
            return (
              <td
                role="cell"
                data-jour={jour}
                class={[vues.length === 0 ? 'rien' : '', dehors ? 'dehors' : '', jour === ici ? 'ici' : '']
                  .filter(Boolean)
                  .join(' ')}
              >
                <p class="quantieme">
                  <time datetime={jour}>
                    <span class="q-jour">{morceaux(jour).jour}</span>
                    <span class="q-date">{formaterDate(jour, 'complet')}</span>
                  </time>
                  {feries(jour) ? <small>{feries(jour)}</small> : null}
                </p>
                {vues.length === 0 ? null : (
                  <ul class="prises">
                    {vues.map((s) => (
                      <Prise s={s} avec={avecDe(s, 'mois')} deplace={deplace} />
                    ))}
                  </ul>
                )}
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  </table>
)

type VueProps = {
  readonly par: Par
  readonly semaine: Semaine
  readonly mois: Mois
  readonly q: string
  readonly qui: string
  readonly ecrit: boolean
  readonly tous: boolean
  readonly vide: boolean
  readonly ressources: readonly { readonly value: string; readonly label: string }[]
  readonly children: Child
}

const titreDe = (v: Pick<VueProps, 'par' | 'semaine' | 'mois'>): string => {
  if (v.par === 'mois') {
    const { annee, mois } = morceaux(v.mois.premier)
    const nom = moisEnMots[mois - 1] ?? ''
    return `${nom.slice(0, 1).toUpperCase()}${nom.slice(1)} ${annee}`
  }
  return `Semaine ${v.semaine.numero}, du ${formaterPeriode(v.semaine.lundi, ajouterJours(v.semaine.lundi, 6), 'long')}`
}

const Vue = (p: VueProps) => {
  const { par, semaine, mois } = p
  const commun = { par, q: p.q, qui: p.qui }
  const a = (n: number) =>
    withQuery(
      planningUrl(),
      par === 'mois'
        ? { ...commun, mois: ecrireMois(moisVoisin(mois, n)) }
        : { ...commun, semaine: ecrireSemaine(semaineDe(ajouterJours(semaine.lundi, 7 * n))) },
    )
  const quand = par === 'mois' ? { mois: ecrireMois(mois) } : { semaine: ecrireSemaine(semaine) }
  return (
    <Page
      title="Planning"
      lede={p.tous ? 'Qui est où, et quand ; ce qui est libre est vide.' : 'Vos demi-journées.'}
      islands={p.ecrit ? ['planning'] : []}
    >
      <div class="planning-tete">
        <h2 id="planning-t">{titreDe(p)}</h2>
        <nav aria-label="Période">
          <a href={a(-1)} rel="prev">
            {par === 'mois' ? 'Mois précédent' : 'Semaine précédente'}
          </a>{' '}
          <a href={withQuery(planningUrl(), commun)}>Aujourd’hui</a>{' '}
          <a href={a(1)} rel="next">
            {par === 'mois' ? 'Mois suivant' : 'Semaine suivante'}
          </a>
        </nav>
        <nav aria-label="Ce que l’on regarde">
          {(Object.keys(noms) as Par[]).map((x) => (
            <>
              <a
                href={withQuery(planningUrl(), {
                  par: x,
                  ...(x === 'mois'
                    ? { mois: ecrireMois(par === 'mois' ? mois : moisDe(semaine.lundi)) }
                    : { semaine: ecrireSemaine(par === 'mois' ? semaineDe(mois.premier) : semaine) }),
                })}
                aria-current={x === par ? 'page' : undefined}
              >
                {noms[x]}
              </a>{' '}
            </>
          ))}
        </nav>
      </div>
      <Filters label="Filtrer le planning" action={planningUrl()}>
        <input type="hidden" name="par" value={par} />
        {par === 'mois' ? (
          <input type="hidden" name="mois" value={ecrireMois(mois)} />
        ) : (
          <input type="hidden" name="semaine" value={ecrireSemaine(semaine)} />
        )}
        {p.tous && par === 'mois' ? (
          <FilterField
            name="qui"
            label="Personne ou salle"
            value={p.qui}
            options={[{ value: '', label: 'toutes' }, ...p.ressources]}
          />
        ) : null}
        <FilterField
          name="q"
          label={
            par === 'personnes'
              ? 'Nom, ou intitulé'
              : par === 'salles'
                ? 'Salle, ou intitulé'
                : 'Intitulé, personne, salle'
          }
          value={p.q}
        />
      </Filters>
      {p.vide ? (
        <Empty
          titre={p.q || p.qui ? 'Rien ne répond à ce filtre.' : 'Rien n’est planifié.'}
          gestes={
            p.ecrit ? (
              <ButtonLink href={nouvelleSessionUrl()} genre="main">
                Planifier une session
              </ButtonLink>
            ) : undefined
          }
        >
          Une session planifiée prend ici ses demi-journées, chez qui l’anime et dans sa salle.
        </Empty>
      ) : (
        p.children
      )}
      {p.ecrit ? (
        <p class="sub planning-aide">
          À la souris, glissez une demi-journée vers un autre jour, une autre personne ou une autre salle : le
          formulaire s’ouvre, rempli, et rien ne change avant que vous ne l’envoyiez.
        </p>
      ) : null}
      <p class="sub">
        Exporter : <a href={withQuery(planningUrl(), { ...commun, ...quand, format: 'csv' })}>CSV</a>
        {' · '}
        <a href={abonnementsUrl()}>Voir ce planning dans mon agenda</a>
      </p>
    </Page>
  )
}

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
  bords: {
    readonly du: DateCivile
    readonly au: DateCivile
    readonly zone: Zone
    readonly seul?: string | undefined
  },
): Promise<Rangee[]> => {
  const prises = await heuresPrisesDePartout(tx, bords.du, bords.au, bords.zone)
  const connues = new Map<string, Omit<Rangee, 'seances' | 'ailleurs'>>()
  if (par === 'personnes') {
    for (const i of await intervenants(tx))
      if (bords.seul === undefined || i.compte === bords.seul)
        connues.set(i.personne, { id: i.personne, nom: `${i.prenom} ${i.nom}`.trim(), sous: '' })
    for (const i of bords.seul === undefined ? seances.flatMap((s) => s.intervenants) : [])
      if (!connues.has(i.id)) connues.set(i.id, { id: i.id, nom: i.nom, sous: '' })
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
    for (const { id } of par === 'personnes' ? s.intervenants : s.salles)
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
      }
    })
    .filter((r) => q === '' || r.seances.length > 0 || plier(`${r.nom} ${r.sous}`).includes(q))
    .toSorted((a, b) => plier(a.nom).localeCompare(plier(b.nom), 'fr'))
}

const csvDe = (seances: readonly SeancePlanifiee[]): string =>
  enCsv(
    ['Date', 'Horaires', 'Session', 'Intitulé', 'Intervenants', 'Salles', 'Lieu', 'État'],
    seances.map((s) => [
      s.jour,
      formaterCreneau(s.debutMinutes, s.finMinutes),
      s.numero,
      s.intitule,
      s.intervenants.map((x) => x.nom).join(', '),
      s.salles.map((x) => x.nom).join(', '),
      s.lieu,
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
            repond(s, q) &&
            (qui === '' || s.salles.some((x) => x.id === qui) || s.intervenants.some((x) => x.id === qui)),
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
                r.seances.some((s) => s.jour === j) || r.ailleurs.some((p) => jourLocal(p.du, zone) === j),
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

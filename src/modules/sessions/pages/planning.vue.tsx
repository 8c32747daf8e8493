// biome-ignore-all lint/a11y/noRedundantRoles: un tableau mis en blocs au téléphone perd ses rôles (Safari, Chromium)
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
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { INSECABLE } from '#kernel/texte.ts'
import { heureLocale, jourLocal, type Zone } from '#kernel/zones.ts'
import { ButtonLink, Empty, Exporter, FilterField, Filters, Jauge, Page } from '#web/components.tsx'
import { abonnementsUrl, withQuery } from '#web/links.ts'
import type { PlageDehors } from '../db/agendas.ts'
import type { SeancePlanifiee } from '../db/planning.queries.ts'
import { type Absence, absenteLe } from '../domain/conge.ts'
import { ouSuivre } from '../domain/modalite.ts'
import { motEtat } from '../domain/mots.ts'
import {
  ecrireMois,
  ecrireSemaine,
  type Mois,
  moisDe,
  moisVoisin,
  type Plage,
  type Semaine,
  semaineDe,
  semaineDuMois,
  touche,
} from '../domain/planning.ts'
import {
  affecterUrl,
  agendasUrl,
  modifierSessionUrl,
  nouvelleSessionUrl,
  planningUrl,
  sessionUrl,
} from '../liens.ts'

/** En minutes : la durée légale de travail (C. trav., L3121-27), pour donner une échelle au dessin. */
const semaineDeTravail = 35 * 60

/** Ce que l'on regarde : la semaine par personne ou par salle, ou le mois. */
export type Par = 'personnes' | 'salles' | 'mois'
const noms: Readonly<Record<Par, string>> = { personnes: 'Personnes', salles: 'Salles', mois: 'Mois' }

/** Une personne ou une salle, ce qu'elle tient cette semaine, et ce qui la prend ailleurs. */
export type Rangee = {
  readonly id: string
  readonly nom: string
  readonly sous: string
  readonly href?: string
  readonly seances: readonly SeancePlanifiee[]
  readonly ailleurs: readonly Plage[]
  /** Ce que dit son agenda du dehors : certain, ou non. */
  readonly dehors: readonly PlageDehors[]
  /** Les jours qu’elle a déclarés : d’une salle, aucun. */
  readonly absences: readonly Absence[]
}

/** Un jour de la colonne : sa tête dit s'il est chômé, ici. */
export type Jour = { readonly jour: DateCivile; readonly ferie: string | undefined }

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
  const salles = ouSuivre(s, s.salles.map((x) => x.nom).join(', ') || s.lieu)
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

/** Les heures de cette plage, ce jour-là : d’une journée entière, on écrit qu’elle l’est. */
const heuresDe = (p: Plage, jour: DateCivile, zone: Zone): string => {
  const debut = jourLocal(p.du, zone) < jour ? 0 : heureLocale(p.du, zone).minute
  const fin = jourLocal(p.au, zone) > jour ? 1440 : heureLocale(p.au, zone).minute
  return debut === 0 && fin === 1440 ? 'toute la journée' : formaterCreneau(debut, fin)
}

/** Les heures tenues cette semaine, dessinées sur une semaine de trente-cinq heures : ce qui ne se tient pas n’en prend aucune. */
const Charge = ({ r }: { r: Rangee }) => {
  const minutes = r.seances.reduce((t, s) => t + s.finMinutes - s.debutMinutes, 0)
  return minutes === 0 ? null : (
    <small>
      <Jauge valeur={minutes} sur={semaineDeTravail} /> {formaterDuree(minutes)}
    </small>
  )
}

export const Grille = ({ par, jours, rangees, zone, ici, deplace }: GrilleProps) => (
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
            <Charge r={r} />
          </th>
          {jours.map(({ jour }) => {
            const vues = r.seances.filter((s) => s.jour === jour)
            const prises = r.ailleurs.filter((p) => touche(p, jour, zone))
            const dehors = r.dehors.filter((p) => touche(p, jour, zone))
            const absente = absenteLe(r.absences, r.id, jour)
            const rien = vues.length + prises.length + dehors.length === 0 && !absente
            return (
              <td
                role="cell"
                data-titre={court(jour)}
                data-jour={jour}
                data-ressource={r.id}
                class={[rien ? 'rien' : '', jour === ici ? 'ici' : ''].filter(Boolean).join(' ')}
              >
                {rien ? null : (
                  <ul class="prises">
                    {absente ? <li class="prise ailleurs agenda">absence déclarée</li> : null}
                    {vues.map((s) => (
                      <Prise s={s} avec={avecDe(s, par)} deplace={deplace} />
                    ))}
                    {prises.map((p) => (
                      <li class="prise ailleurs">
                        <span class="h">{heuresDe(p, jour, zone)}</span> occupé
                      </li>
                    ))}
                    {dehors.map((p) => (
                      <li class="prise ailleurs agenda">
                        <span class="h">{heuresDe(p, jour, zone)}</span>{' '}
                        {p.genre === 'occupe' ? 'occupé' : 'peut-être occupé'}
                        <small>d’après son agenda</small>
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

export const Calendrier = ({
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

export const Vue = (p: VueProps) => {
  const { par, semaine, mois } = p
  const commun = { par, q: p.q, qui: p.qui }
  const a = (n: number) =>
    withQuery(
      planningUrl(),
      par === 'mois'
        ? { ...commun, mois: ecrireMois(moisVoisin(mois, n)), semaine: ecrireSemaine(semaine) }
        : { ...commun, semaine: ecrireSemaine(semaineDe(ajouterJours(semaine.lundi, 7 * n))) },
    )
  const quand = par === 'mois' ? { mois: ecrireMois(mois) } : { semaine: ecrireSemaine(semaine) }
  return (
    <Page
      title="Planning"
      lede={p.tous ? 'Qui est où, et quand ; ce qui est libre est vide.' : 'Vos demi-journées.'}
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
                    ? {
                        mois: ecrireMois(par === 'mois' ? mois : moisDe(semaine.lundi)),
                        semaine: ecrireSemaine(semaine),
                      }
                    : { semaine: ecrireSemaine(par === 'mois' ? semaineDuMois(mois, semaine) : semaine) }),
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
          À la souris, glissez une demi-journée vers un autre jour, une autre personne ou une autre salle : le
          formulaire s’ouvre, rempli, et rien ne change avant que vous ne l’envoyiez.
        </p>
      ) : null}
      <p class="sub">
        <Exporter href={withQuery(planningUrl(), { ...commun, ...quand, format: 'csv' })} />
        {' · '}
        <a href={abonnementsUrl()}>Voir ce planning dans mon agenda</a>
        {' · '}
        <a href={agendasUrl()}>Y montrer mes heures déjà prises</a>
      </p>
    </Page>
  )
}

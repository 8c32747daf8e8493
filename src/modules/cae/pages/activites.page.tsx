import { Hono } from 'hono'
import { ajouterJours, type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { centimes, montantDecimal } from '#kernel/montant.ts'
import { compter, de, majuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { duParEnseigne } from '#modules/facturation/index.ts'
import {
  type EnseigneLue,
  type Exercice,
  exigerDroit,
  listerEnseignes,
  peutSuivre,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import { AFaireListe, Definitions, Empty, Exporter, Jauge, Page, Section, Table } from '#web/components.tsx'
import type { AFaire } from '#web/contributions.ts'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { minutesTenues, nomsDeSessions, prevuDeLActivite } from '../db/compte.ts'
import { enseignesTenues } from '../db/enseignes.ts'
import { listerHabilitations } from '../db/habilitations.ts'
import { missionsDeLActivite } from '../db/missions.ts'
import { listerSituations } from '../db/situations.ts'
import { enAttenteDeVisa, type PieceAViser } from '../db/visas.ts'
import { type CompteDActivite, parMois } from '../domain/compte.ts'
import type { HabilitationLue } from '../domain/habilitations.ts'
import type { MissionLue } from '../domain/missions.ts'
import { echeancesDeVie, motSituation, type Situation, situationAu } from '../domain/situations.ts'
import { type CompteLu, exerciceAu, lireCompte } from '../lecture/compte.ts'
import {
  activitesUrl,
  activiteUrl,
  baremesUrl,
  communeUrl,
  demanderMissionUrl,
  missionsUrl,
  reserveUrl,
  sortieUrl,
  titulairesUrl,
} from '../liens.ts'
import type { PrisesCae } from '../prises.ts'
import { Annee, direParts, euros } from './compte-vue.tsx'
import { TableDHabilitations } from './habilitations.page.tsx'
import { TableDeMissions } from './missions-commun.tsx'
import { DireEcheance } from './situations.page.tsx'

const horsCae = 'Le compte d’activité est celui des enseignes d’une coopérative d’activité et d’emploi.'

const direExercice = (e: Exercice) => `${formaterDate(e.debut)} au ${formaterDate(e.fin)}`

type Vue = {
  readonly enseigne: EnseigneLue
  readonly exercice: Exercice
  readonly sienne: boolean
  /** L’exercice est celui d’aujourd’hui : ce qui attend, et ce qui reste dû, s’y lisent. */
  readonly courant: boolean
  readonly lu: CompteLu
  readonly du: { readonly montant: number; readonly factures: number }
  readonly prevu: Awaited<ReturnType<typeof prevuDeLActivite>>
  readonly noms: ReadonlyMap<string, string>
  readonly aVous: readonly AFaire[]
  readonly auVisa: readonly PieceAViser[]
  readonly missions: readonly MissionLue[]
  /** Le parcours de qui lit dans la coopérative, et le sien seul. */
  readonly parcours: readonly Situation[]
  /** Ce que l’enseigne a à compléter au bilan pédagogique et financier de cet exercice. */
  readonly auBilan: Awaited<ReturnType<PrisesCae['auBilan']>>
  readonly jour: DateCivile
  /** Qui, de l’enseigne, peut animer quoi, et jusqu’à quelle revue. */
  readonly habilitations: readonly HabilitationLue[]
}

const MonParcours = ({ etapes, jour }: { etapes: readonly Situation[]; jour: DateCivile }) => {
  const ici = situationAu(etapes, jour)
  const echeances = echeancesDeVie(etapes, jour)
  return (
    <Section
      titre="Votre parcours"
      id="parcours"
      sous="L’équipe d’appui et la direction tiennent ces dates ; vos collègues n’en lisent rien."
    >
      {ici ? (
        <p>
          {majuscule(motSituation[ici.genre])} depuis le {formaterDate(ici.du)}.
        </p>
      ) : null}
      {echeances.length > 0 ? (
        <ul>
          {echeances.map((e) => (
            <li>
              <DireEcheance e={e} jour={jour} />
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  )
}

const Compte = (v: Vue) => {
  const { enseigne, exercice, lu } = v
  const ici = activiteUrl({ activite: enseigne.id })
  const autre = (jour: string) => withQuery(ici, { jour })
  return (
    <Page title={enseigne.nom} path={v.sienne ? [] : [{ libelle: 'Activités', href: activitesUrl() }]}>
      <Definitions
        lignes={[
          ['Exercice', direExercice(exercice)],
          [
            'Autres',
            <>
              <a href={autre(ajouterJours(exercice.debut, -1))}>celui d’avant</a>,{' '}
              <a href={autre(ajouterJours(exercice.fin, 1))}>celui d’après</a>
            </>,
          ],
        ]}
      />
      {v.sienne && v.courant ? (
        <Section titre="À vous" id="a-vous">
          {v.aVous.length === 0 ? (
            <Empty titre="Rien ne vous attend.">
              Ce qui est à signer, à facturer, à répondre se lira ici.
            </Empty>
          ) : (
            <AFaireListe gestes={v.aVous} appel />
          )}
        </Section>
      ) : null}
      {v.auVisa.length > 0 ? (
        <Section titre="Au visa" id="visa" sous="Chez l’équipe d’appui.">
          <Table
            legende="Les pièces de l’enseigne qui attendent un visa"
            lignes={v.auVisa}
            colonnes={[
              {
                titre: 'Pièce',
                entete: true,
                cell: (p) => (
                  <>
                    {p.numero} <small>{p.client ?? p.libelle}</small>
                  </>
                ),
              },
              { titre: 'Depuis', cell: (p) => formaterDate(jourLocal(p.emiseLe, ZONE_PAR_DEFAUT)) },
              { titre: 'Prix HT', nombre: true, cell: (p) => (p.montant === null ? '' : euros(p.montant)) },
            ]}
          />
        </Section>
      ) : null}
      {v.sienne && v.courant && v.parcours.length > 0 ? (
        <MonParcours etapes={v.parcours} jour={v.jour} />
      ) : null}
      {v.habilitations.length > 0 ? (
        <Section titre="Habilitations à former" id="habilitations">
          <TableDHabilitations lignes={v.habilitations} jour={v.jour} />
        </Section>
      ) : null}
      {lu.compte.ok ? (
        <Annee
          compte={lu.compte.value}
          du={v.du.montant}
          courant={v.courant}
          periode={direExercice(exercice)}
          noms={v.noms}
          mois={parMois(exercice, lu.entrees.lignes, v.prevu)}
        />
      ) : (
        <Section titre="Votre année" id="annee">
          <p>
            Le compte ne se fait pas : pour « {lu.compte.error.contribution} », {lu.compte.error.phrase}{' '}
            {peutSuivre('baremes.regler') ? (
              <a href={baremesUrl()}>Régler les barèmes</a>
            ) : (
              'L’équipe d’appui règle les barèmes.'
            )}
          </p>
        </Section>
      )}
      {v.auBilan.nombre > 0 ? (
        <Section
          titre="Au bilan pédagogique et financier"
          id="bilan"
          sous="La coopérative transmet un seul bilan, où chaque enseigne a sa part."
        >
          <p>
            <a href={v.auBilan.href}>{compter(v.auBilan.nombre, 'ligne')} à compléter</a> pour cet exercice.
          </p>
        </Section>
      ) : null}
      <Section titre="Entre enseignes" id="missions" sous="Une écriture, pas une facture ; rien au BPF.">
        {v.missions.length > 0 ? (
          <TableDeMissions legende={`Les missions ${de(enseigne.nom)}`} missions={v.missions} />
        ) : (
          <p>Aucune mission avec une autre enseigne sur cet exercice.</p>
        )}
        <p>
          <a href={missionsUrl()}>Toutes les missions</a>
          {peutSuivre('missions.tenir') ? (
            <>
              , <a href={demanderMissionUrl()}>demander une intervention à une autre enseigne</a>
              {enseigne.commune ? null : (
                <>
                  , <a href={communeUrl({ activite: enseigne.id })}>mener une activité commune</a>
                </>
              )}
            </>
          ) : null}
        </p>
      </Section>
      {lu.compte.ok ? (
        <p>
          <Exporter href={withQuery(ici, { jour: exercice.debut, format: 'csv' })} />
        </p>
      ) : null}
      {enseigne.commune ? null : (
        <Section
          titre="À l’enseigne"
          id="titulaires"
          sous="Le contrat garantit à la personne sa clientèle et ses œuvres."
        >
          <p>
            <a href={titulairesUrl({ activite: enseigne.id })}>Ses clients, ses programmes, ses supports</a>,{' '}
            <a href={reserveUrl({ activite: enseigne.id })}>sa réserve</a>,{' '}
            <a href={sortieUrl({ activite: enseigne.id })}>ce qu’il resterait à faire pour partir</a>
          </p>
        </Section>
      )}
      <aside class="mur">
        <h2>Cette enseigne, et l’équipe d’appui</h2>
        <p>
          La direction, l’équipe d’appui et la comptabilité lisent aussi cette page. Rien des autres enseignes
          n’y entre ; aucune autre enseigne ne la lit.
        </p>
      </aside>
    </Page>
  )
}

const lignesCsv = (c: CompteDActivite) =>
  c.contributions.flatMap((x) => [
    ...x.lignes.map((l) => [
      x.nom,
      l.dit,
      l.le,
      montantDecimal(centimes(l.base)),
      direParts(l),
      montantDecimal(centimes(l.centimes)),
    ]),
    [x.nom, 'part fixe', null, null, null, montantDecimal(centimes(x.fixe))],
  ])

const Liste = ({
  enseignes,
}: {
  enseignes: readonly (EnseigneLue & { facture: number; resultat: number | null; minutes: number })[]
}) => (
  <Page
    title="Activités"
    lede="Le compte de chaque enseigne, sur l’exercice en cours : facturé, contribution, charges, résultat."
  >
    <Table
      legende="Les enseignes et leur compte"
      lignes={enseignes}
      colonnes={[
        {
          titre: 'Enseigne',
          entete: true,
          cell: (e) => <a href={activiteUrl({ activite: e.id })}>{e.nom}</a>,
        },
        {
          titre: 'Heures tenues',
          cell: (e) => (
            <>
              <Jauge valeur={e.minutes} sur={Math.max(...enseignes.map((x) => x.minutes))} />{' '}
              {formaterDuree(e.minutes)}
            </>
          ),
        },
        { titre: 'Facturé HT', nombre: true, cell: (e) => euros(e.facture) },
        {
          titre: 'Résultat',
          nombre: true,
          cell: (e) => (e.resultat === null ? 'un barème manque' : euros(e.resultat)),
        },
      ]}
    />
    <p>
      <Exporter href={withQuery(activitesUrl(), { format: 'csv' })} />
    </p>
    {peutSuivre('baremes.regler') ? (
      <p>
        <a href={baremesUrl()}>Barèmes et réglages des contributions</a>
      </p>
    ) : null}
  </Page>
)

export const activitesPages = (prises: PrisesCae): Hono<Env> =>
  new Hono<Env>()
    .get(activitesUrl.modele, exigerDroit('activites.lire'), (c) =>
      pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
        if (!visiteur.cae) return forbidden(c, horsCae)
        const miennes = await enseignesTenues(tx, await listerEnseignes(tx))
        const [seule, ...autres] = miennes
        if (seule && autres.length === 0) return c.redirect(activiteUrl({ activite: seule.id }), 303)
        const jour = jourLocal(c.get('services').clock.now(), ZONE_PAR_DEFAUT)
        const exercice = await exerciceAu(tx, jour)
        const minutes = await minutesTenues(tx, exercice, c.get('services').clock.now())
        const enseignes = []
        for (const e of miennes) {
          const { compte, entrees } = await lireCompte(tx, e, exercice, jour)
          enseignes.push({
            ...e,
            minutes: minutes.get(e.id) ?? 0,
            facture: entrees.lignes.reduce((t, l) => t + l.montant, 0),
            resultat: compte.ok ? compte.value.resultat : null,
          })
        }
        return c.req.query('format') === 'csv'
          ? repondreCsv(
              c,
              'activites',
              enCsv(
                ['enseigne', 'facture_ht', 'resultat', 'heures_tenues'],
                enseignes.map((e) => [
                  e.nom,
                  montantDecimal(centimes(e.facture)),
                  e.resultat === null ? null : montantDecimal(centimes(e.resultat)),
                  e.minutes / 60,
                ]),
              ),
            )
          : c.html(<Liste enseignes={enseignes} />)
      }),
    )
    .get(activiteUrl.modele, exigerDroit('activites.lire'), (c) =>
      pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
        const id = asId<'Activite'>(c.req.param('activite'))
        const toutes = visiteur.cae && id ? await listerEnseignes(tx) : []
        const miennes = await enseignesTenues(tx, toutes)
        const enseigne = miennes.find((e) => e.id === id)
        if (!enseigne) return notFound(c)
        const maintenant = c.get('services').clock.now()
        const aujourdhui = jourLocal(maintenant, ZONE_PAR_DEFAUT)
        const exercice = await exerciceAu(tx, dateCivile(c.req.query('jour') ?? '') ?? aujourdhui)
        const courant = exercice.debut <= aujourdhui && aujourdhui <= exercice.fin
        const lu = await lireCompte(tx, enseigne, exercice, aujourdhui)
        if (c.req.query('format') === 'csv')
          return lu.compte.ok
            ? repondreCsv(
                c,
                'contribution',
                enCsv(
                  ['contribution', 'piece', 'le', 'base_ht', 'tranches', 'montant'],
                  lignesCsv(lu.compte.value),
                ),
              )
            : notFound(c)
        // Qui tient toutes les enseignes a sa journée ailleurs : celle-ci est à la personne de l’enseigne.
        const sienne = miennes.length < toutes.length
        return c.html(
          <Compte
            enseigne={enseigne}
            exercice={exercice}
            sienne={sienne}
            courant={courant}
            lu={lu}
            du={courant ? await duParEnseigne(tx, enseigne.id) : { montant: 0, factures: 0 }}
            prevu={exercice.fin >= aujourdhui ? await prevuDeLActivite(tx, enseigne.id, exercice) : []}
            noms={
              await nomsDeSessions(tx, lu.compte.ok ? lu.compte.value.sessions.map((s) => s.session) : [])
            }
            aVous={sienne && courant ? (await prises.aFaire(tx, { visiteur, maintenant })).slice(0, 8) : []}
            auVisa={courant ? await enAttenteDeVisa(tx, enseigne.id) : []}
            auBilan={await prises.auBilan(tx, visiteur, enseigne.id, exercice)}
            missions={await missionsDeLActivite(tx, enseigne.id, exercice, maintenant)}
            parcours={sienne && !peutVisiteur(visiteur, 'situations.tenir') ? await listerSituations(tx) : []}
            jour={aujourdhui}
            habilitations={
              courant && peutVisiteur(visiteur, 'habilitations.lire', { estSien: true })
                ? (await listerHabilitations(tx)).filter((h) => h.activite === enseigne.id)
                : []
            }
          />,
        )
      }),
    )

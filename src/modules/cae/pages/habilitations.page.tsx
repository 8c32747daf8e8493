import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { majuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, geste, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { type Intervenant, intervenants } from '#modules/tiers/index.ts'
import {
  Actions,
  ButtonLink,
  type CodeEtat,
  Empty,
  Etat,
  Exporter,
  Form,
  Page,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { choix, identifiant, texte } from '#web/fields.ts'
import { forbidden } from '#web/http/errors.tsx'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireComite, listerHabilitations, parcoursOuverts } from '../db/habilitations.ts'
import {
  type Comite,
  etatDHabilitation,
  type HabilitationLue,
  motNatureHabilitee,
  motRoleHabilite,
  naturesHabilitees,
  type ParcoursId,
  type ParcoursLu,
  rolesHabilites,
} from '../domain/habilitations.ts'
import { demanderHabilitation } from '../gestes/habilitations.ts'
import { comiteUrl, demanderHabilitationUrl, habilitationsUrl, parcoursUrl } from '../liens.ts'
import { champFaux } from './champs.ts'

const horsCae = 'Les habilitations à former sont celles d’une coopérative d’activité et d’emploi.'

const motsEtat = {
  'en-vigueur': ['prouve', 'en vigueur'],
  bientot: ['partiel', 'à revoir'],
  echue: ['manquant', 'échue'],
  suspendue: ['manquant', 'suspendue'],
  'a-venir': ['a-venir', 'à venir'],
} as const satisfies Record<ReturnType<typeof etatDHabilitation>, readonly [CodeEtat, string]>

export const EtatDHabilitation = ({ h, jour }: { h: HabilitationLue; jour: DateCivile }) => {
  const [etat, mot] = motsEtat[etatDHabilitation(h, jour)]
  return <Etat etat={etat} mot={mot} />
}
export const direPour = (h: Pick<HabilitationLue, 'nature' | 'role'>) =>
  `${majuscule(motNatureHabilitee[h.nature])}, ${motRoleHabilite[h.role]}`

export const TableDHabilitations = ({
  lignes,
  jour,
}: {
  lignes: readonly HabilitationLue[]
  jour: DateCivile
}) => (
  <Table
    legende="Habilitations à former"
    lignes={lignes}
    colonnes={[
      {
        titre: 'Personne',
        entete: true,
        cell: (h) => (
          <>
            <a href={parcoursUrl({ parcours: h.parcours })}>{h.nom || 'Une personne'}</a>{' '}
            <small>{h.enseigne}</small>
          </>
        ),
      },
      {
        titre: 'Pour',
        cell: (h) => (
          <>
            {direPour(h)}
            {h.conditions ? <small> sous conditions : {h.conditions}</small> : null}
          </>
        ),
      },
      { titre: 'À revoir le', cell: (h) => formaterDate(h.au) },
      { titre: 'État', cell: (h) => <EtatDHabilitation h={h} jour={jour} /> },
    ]}
  />
)

const TableDeParcours = ({ legende, lignes }: { legende: string; lignes: readonly ParcoursLu[] }) => (
  <Table
    legende={legende}
    lignes={lignes}
    colonnes={[
      {
        titre: 'Personne',
        entete: true,
        cell: (p) => (
          <>
            <a href={parcoursUrl({ parcours: p.id })}>{p.nom || 'Une personne'}</a>{' '}
            <small>{p.enseigne}</small>
          </>
        ),
      },
      { titre: 'Demande', cell: direPour },
      { titre: 'Depuis', cell: (p) => formaterDate(jourLocal(p.demandeLe, ZONE_PAR_DEFAUT)) },
    ]}
  />
)

const Liste = (v: {
  habilitations: readonly HabilitationLue[]
  ouverts: readonly ParcoursLu[]
  comite: Comite | undefined
  jour: DateCivile
  dirige: boolean
}) => {
  const aVous = v.ouverts.filter((p) => p.permis === 'permis' || p.permis === 'conflit')
  return (
    <Page
      title="Habilitations à former"
      lede={
        v.comite?.exigeDepuis
          ? `Depuis le ${formaterDate(v.comite.exigeDepuis)}, une session ne se confirme qu’avec des personnes habilitées à ses dates, ou par une dérogation motivée.`
          : 'Qui peut animer quoi, et jusqu’à quelle revue : le comité en décide, sur un dossier.'
      }
    >
      <p class="gestes-l">
        {peutSuivre('habilitations.suivre') ? (
          <ButtonLink href={demanderHabilitationUrl()}>Demander une habilitation</ButtonLink>
        ) : null}
        {v.dirige ? <a href={comiteUrl()}>Régler le comité</a> : null}
      </p>
      {aVous.length > 0 ? (
        <Section titre="À vous" id="a-vous" sous="Les dossiers que le comité attend.">
          <TableDeParcours legende="Dossiers à juger" lignes={aVous} />
        </Section>
      ) : null}
      {v.ouverts.length > aVous.length ? (
        <Section titre="Parcours ouverts" id="parcours">
          <TableDeParcours legende="Parcours ouverts" lignes={v.ouverts.filter((p) => !aVous.includes(p))} />
        </Section>
      ) : null}
      <Section titre="Habilitations" id="habilitations">
        {v.habilitations.length === 0 ? (
          <Empty titre="Personne n’est encore habilité">
            Demandez une habilitation : l’équipe d’appui note les étapes, le comité décide, avec son quorum.
          </Empty>
        ) : (
          <>
            <TableDHabilitations lignes={v.habilitations} jour={v.jour} />
            <p>
              <Exporter href={withQuery(habilitationsUrl(), { format: 'csv' })} />
            </p>
          </>
        )}
      </Section>
    </Page>
  )
}

export const habilitationsPages = new Hono<Env>().get(
  habilitationsUrl.modele,
  exigerDroit('habilitations.lire'),
  (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!visiteur.cae) return forbidden(c, horsCae)
      const jour = jourLocal(c.get('services').clock.now(), ZONE_PAR_DEFAUT)
      const habilitations = await listerHabilitations(tx)
      return c.req.query('format') === 'csv'
        ? repondreCsv(
            c,
            'habilitations',
            enCsv(
              ['personne', 'enseigne', 'nature', 'role', 'du', 'revue_le', 'etat', 'conditions'],
              habilitations.map((h) => [
                h.nom,
                h.enseigne,
                motNatureHabilitee[h.nature],
                motRoleHabilite[h.role],
                h.du,
                h.au,
                motsEtat[etatDHabilitation(h, jour)][1],
                h.conditions,
              ]),
            ),
          )
        : c.html(
            <Liste
              habilitations={habilitations}
              ouverts={await parcoursOuverts(tx)}
              comite={await lireComite(tx)}
              jour={jour}
              dirige={peutVisiteur(visiteur, 'delegations.donner')}
            />,
          )
    }),
)

const fields = z.object({
  personne: identifiant((t) => asId<'Tiers'>(t), { phrase: 'Choisissez la personne.' }),
  nature: choix(naturesHabilitees),
  role: choix(rolesHabilites),
  motivation: texte({ max: 1000 }),
})

/** Qui anime demande pour soi ; l’équipe d’appui, pour une autre personne. */
export const demanderHabilitationPage = geste({
  lien: demanderHabilitationUrl,
  droit: 'habilitations.suivre',
  champs: fields,
  async lire(tx, _params, { visiteur }): Promise<readonly Intervenant[] | undefined> {
    if (!visiteur.cae) return undefined
    const pourTous = peutVisiteur(visiteur, 'habilitations.suivre')
    return (await intervenants(tx)).filter((g) => pourTous || g.compte === visiteur.personneId)
  },
  depart: (_tx, gens, { visiteur }) => ({
    personne: gens.find((g) => g.compte === visiteur.personneId)?.personne ?? '',
    nature: 'formation',
    role: 'responsable',
  }),
  vue: (gens, form) => (
    <Page
      title="Demander une habilitation"
      lede="L’équipe d’appui note les étapes : entretien, ateliers, dossier, première action relue. Puis le comité décide."
      path={[{ libelle: 'Habilitations', href: habilitationsUrl() }]}
      alert={form.alert}
    >
      <Form form={form}>
        <SelectField
          form={form}
          name="personne"
          label="Pour"
          vide="choisir"
          options={gens.map((g) => ({ value: g.personne, label: `${g.prenom} ${g.nom}` }))}
        />
        <RadioGroup
          form={form}
          name="nature"
          label="Nature des actions"
          options={naturesHabilitees.map((value) => ({ value, label: motNatureHabilitee[value] }))}
        />
        <RadioGroup
          form={form}
          name="role"
          label="Rôle"
          options={rolesHabilites.map((value) => ({ value, label: motRoleHabilite[value] }))}
        />
        <TextArea form={form} name="motivation" label="Pourquoi" rows={3} optional />
        <Actions libelle="Ouvrir le parcours" />
      </Form>
    </Page>
  ),
  async faire(tx, { lu: gens, data, le, cle }) {
    const g = gens.find((x) => x.personne === data.personne)
    if (!g) return champFaux('personne', 'Choisissez une personne de la liste.')
    return demanderHabilitation(
      tx,
      {
        id: cle as ParcoursId,
        activite: g.activite,
        personne: g.personne,
        compte: g.compte,
        nature: data.nature,
        role: data.role,
        motivation: data.motivation,
      },
      le,
    )
  },
  suite: (parcours) => ({
    vers: parcoursUrl({ parcours }),
    dit: { genre: 'fait', fort: 'Le parcours est ouvert.' },
  }),
})

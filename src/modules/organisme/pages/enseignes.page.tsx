import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import { newId } from '#platform/db/index.ts'
import {
  Actions,
  Button,
  type CodeEtat,
  Empty,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { choix } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { listerEnseignes } from '../db/enseignes.queries.ts'
import { lireOrganisme } from '../db/organisme.queries.ts'
import { asRole, roles } from '../domain/droits.ts'
import type { EtatEnseigne } from '../domain/enseignes.ts'
import { estCae } from '../domain/forme.ts'
import type { EnseigneLue } from '../domain/lus.ts'
import type { Prises } from '../gestes/composer.ts'
import { changerEtatEnseigne, nomsDEtat, ouvrirEnseigne } from '../gestes/enseignes.ts'
import { exigerDroit, peutVisiteur } from '../web/droits.ts'
import { enseignesUrl, enseigneUrl, identiteUrl } from '../web/liens.ts'
import { avecPorts, dansOrganisme, Export, estPresent, idDe, ligne, nomDe, racine } from './commun.tsx'

const fields = z.object({
  nom: ligne({ min: 2, max: 120, vide: 'Écrivez le nom de l’enseigne.' }),
  etat: choix(['en-test', 'ouverte']),
})
type Formulaire = FormOf<typeof fields>

const marques: Readonly<Record<EtatEnseigne, CodeEtat>> = {
  'en-test': 'a-venir',
  ouverte: 'prouve',
  'en-sortie': 'partiel',
  fermee: 'sans-objet',
}
const EtatDe = ({ e }: { e: EnseigneLue }) => (
  <Etat etat={marques[e.etat]} mot={e.commune ? 'commune' : nomsDEtat[e.etat]} />
)

const Liste = (p: { enseignes: readonly EnseigneLue[]; form: Formulaire; ouvre: boolean; cae: boolean }) => (
  <Page
    title="Enseignes"
    lede="Une enseigne est une activité de la coopérative : son nom, ses personnes, ses dossiers, que les autres ne voient pas."
    path={racine}
    alert={p.form.alert}
  >
    <Table
      legende="Enseignes de la coopérative"
      lignes={p.enseignes}
      colonnes={[
        { titre: 'Nom', entete: true, cell: (e) => <a href={enseigneUrl({ enseigne: e.id })}>{e.nom}</a> },
        { titre: 'État', cell: (e) => <EtatDe e={e} /> },
        { titre: 'Ouverte le', cell: (e) => formaterDate(e.ouverteLe) },
        { titre: 'Fermée le', cell: (e) => (e.fermeeLe ? formaterDate(e.fermeeLe) : '—') },
      ]}
    />
    <Export url={enseignesUrl()} />
    {p.ouvre && p.cae ? (
      <>
        <h2 class="feuille" id="ouvrir">
          Ouvrir une enseigne
        </h2>
        <Form form={p.form} noms={{ nom: 'Nom', etat: 'État' }}>
          <FieldSection titre="L’activité">
            <Field form={p.form} name="nom" label="Nom" maxlength={120} span={3} />
            <RadioGroup
              form={p.form}
              name="etat"
              label="Elle commence"
              options={[
                { value: 'en-test', label: 'à l’essai (contrat d’appui)' },
                { value: 'ouverte', label: 'ouverte (contrat d’entrepreneur salarié)' },
              ]}
            />
          </FieldSection>
          <Actions libelle="Ouvrir l’enseigne" />
        </Form>
      </>
    ) : null}
    {p.ouvre && !p.cae ? (
      <Empty titre="Une seule enseigne suffit">
        Seule une coopérative d’activité et d’emploi en tient plusieurs. Si c’est le cas, dites-le{' '}
        <a href={identiteUrl()}>dans la fiche</a>.
      </Empty>
    ) : null}
  </Page>
)

const suites: Readonly<Record<EtatEnseigne, readonly { vers: EtatEnseigne; libelle: string }[]>> = {
  'en-test': [
    { vers: 'ouverte', libelle: 'Ouvrir pour de bon' },
    { vers: 'fermee', libelle: 'Fermer l’enseigne' },
  ],
  ouverte: [{ vers: 'en-sortie', libelle: 'Préparer la sortie' }],
  'en-sortie': [
    { vers: 'ouverte', libelle: 'Renoncer à la sortie' },
    { vers: 'fermee', libelle: 'Fermer l’enseigne' },
  ],
  fermee: [],
}

const champsEtat = z.object({})
const Une = (p: {
  e: EnseigneLue
  membres: readonly Adhesion[]
  gere: boolean
  form: FormOf<typeof champsEtat>
}) => (
  <Page
    title={p.e.nom}
    path={[...racine, { libelle: 'Enseignes', href: enseignesUrl() }]}
    facts={<EtatDe e={p.e} />}
    alert={p.form.alert}
  >
    <Section titre="Qui en est" id="membres">
      {p.membres.length === 0 ? (
        <p>Personne n’est rattaché à cette enseigne. Les rattachements se font dans l’équipe.</p>
      ) : (
        <Table
          legende="Personnes qui voient cette enseigne"
          lignes={p.membres}
          colonnes={[
            { titre: 'Personne', entete: true, cell: nomDe },
            {
              titre: 'Rôles',
              cell: (m) =>
                m.roles
                  .map(asRole)
                  .map((r) => (r ? roles[r].nom : ''))
                  .join(', '),
            },
            { titre: 'Voit', cell: (m) => (m.portee === '*' ? 'toute la coopérative' : 'ses enseignes') },
          ]}
        />
      )}
    </Section>
    {p.gere && !p.e.commune && p.e.etat !== 'fermee' ? (
      <Section titre="Changer son état" id="etat">
        <p>
          Fermée, elle se lit encore : ses preuves restent à la coopérative, ses supports à la personne.{' '}
          <span class="loi">C. trav., art. L. 7331-2</span>
        </p>
        <Form form={p.form} classe="">
          <p class="gestes-l">
            {suites[p.e.etat].map((s) => (
              <>
                <Button geste={s.vers} {...(s.vers === 'fermee' ? { genre: 'grave' as const } : {})}>
                  {s.libelle}
                </Button>{' '}
              </>
            ))}
          </p>
        </Form>
      </Section>
    ) : null}
  </Page>
)

const etatsConnus = new Map(Object.keys(nomsDEtat).map((e) => [e, e as EtatEnseigne]))

export const enseignesPage = (prises: Prises) =>
  new Hono<Env>()
    .get(enseignesUrl(), exigerDroit('organisme.lire'), (c) =>
      dansOrganisme(c, async (tx, visiteur) => {
        const enseignes = await listerEnseignes(tx)
        if (c.req.query('format') === 'csv')
          return repondreCsv(
            c,
            'enseignes',
            enCsv(
              ['Nom', 'État', 'Ouverte le', 'Fermée le'],
              enseignes.map((e) => [e.nom, nomsDEtat[e.etat], e.ouverteLe, e.fermeeLe]),
            ),
          )
        const { forme } = await lireOrganisme(tx)
        const ouvre = peutVisiteur(visiteur, 'enseignes.gerer')
        const form: Formulaire = emptyForm(undefined, { etat: 'en-test' })
        return c.html(<Liste enseignes={enseignes} form={form} ouvre={ouvre} cae={estCae(forme)} />)
      }),
    )
    .post(enseignesUrl(), exigerDroit('enseignes.gerer'), async (c) => {
      const read = await readForm(fields, c)
      return avecPorts(c, prises, async (ports) => {
        const cae = estCae(ports.organisme.forme)
        const montrer = async (form: Formulaire, statut: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Liste enseignes={await ports.enseignes()} form={form} ouvre cae={cae} />, statut)
        if (!read.ok) return montrer(read.form, read.status)
        const id = idDe<'Activite'>(read.jeton) ?? newId<'Activite'>()
        const fait = await ouvrirEnseigne(ports)(id as ActiviteId, read.data.nom, read.data.etat)
        if (!fait.ok)
          return fait.error.code === 'hors-cae'
            ? montrer(
                withAlert(read.form, {
                  phrase: fait.error.phrase,
                  issues: [{ libelle: 'Corriger la fiche', href: identiteUrl() }],
                }),
                409,
              )
            : montrer(withErrors(read.form, { nom: fait.error.phrase }), 422)
        return redirectWith(c, enseignesUrl(), {
          genre: 'fait',
          fort: 'L’enseigne est créée.',
          suite: 'Rattachez-y des personnes depuis l’équipe.',
        })
      })
    })
    .get(enseigneUrl.modele, exigerDroit('organisme.lire'), (c) =>
      dansOrganisme(c, async (tx, visiteur) => {
        const e = (await listerEnseignes(tx)).find((x) => x.id === c.req.param('enseigne'))
        if (!e) return notFound(c)
        const jour = jourLocal(c.get('services').clock.now(), (await lireOrganisme(tx)).zone)
        const membres = (await adhesions(tx)).filter(
          (m) => estPresent(m, jour) && (m.portee === '*' || m.portee.includes(e.id)),
        )
        const gere = peutVisiteur(visiteur, 'enseignes.gerer')
        return c.html(<Une e={e} membres={membres} gere={gere} form={emptyForm()} />)
      }),
    )
    .post(enseigneUrl.modele, exigerDroit('enseignes.gerer'), async (c) => {
      const read = await readForm(champsEtat, c)
      const id = idDe<'Activite'>(c.req.param('enseigne')) as ActiviteId | undefined
      const vers = etatsConnus.get((read.ok ? read.geste : undefined) ?? '')
      return avecPorts(c, prises, async (ports) => {
        const e = (await ports.enseignes()).find((x) => x.id === id)
        if (!e) return notFound(c)
        const fait = vers && (await changerEtatEnseigne(ports)(e.id, vers))
        if (fait?.ok)
          return redirectWith(c, enseigneUrl({ enseigne: e.id }), {
            genre: 'fait',
            fort: `L’enseigne est ${nomsDEtat[vers ?? e.etat]}.`,
          })
        const membres = (await ports.membres()).filter(
          (m) => estPresent(m, ports.jour) && (m.portee === '*' || m.portee.includes(e.id)),
        )
        const phrase = fait ? fait.error.phrase : 'Choisissez l’un des gestes proposés.'
        return c.html(
          <Une e={e} membres={membres} gere form={withAlert(read.form, phrase)} />,
          fait ? 409 : 422,
        )
      })
    })

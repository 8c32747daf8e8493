import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { ok } from '#kernel/result.ts'
import { accorder, compter, plier } from '#kernel/texte.ts'
import {
  annee,
  type Envoi,
  exigerDroit,
  geste,
  liste,
  mots,
  pageEtGestes,
  petitGeste,
  peutSuivre,
} from '#modules/organisme/index.ts'
import { type Intervenant, intervenants, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  CheckboxGroup,
  Definitions,
  Empty,
  Exporter,
  Field,
  FieldSection,
  FilterField,
  Filters,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { date, duree, texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type Atelier,
  type AtelierId,
  anneesDAteliers,
  lireAtelier,
  listerAteliers,
  type PresenceLue,
  presencesDe,
  suivis,
} from '../db/ateliers.ts'
import { motPresence } from '../domain/ateliers.ts'
import { annoncerAtelier, pointerAtelier, renoncerAAtelier } from '../gestes/tenir-atelier.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { ateliersUrl, atelierUrl, ligneUrl, nouvelAtelierUrl, suivisDAteliersUrl } from '../liens.ts'
import { enseigneDe, identifiants, lireParam, racine } from './commun.ts'

const fil = [...racine, { libelle: 'Ateliers', href: ateliersUrl() }]

const listePage = liste({
  lien: ateliersUrl,
  droit: 'qualite.lire',
  titre: 'Ateliers',
  lede: 'Ce que la coopérative apprend à qui anime : chaque présence pointée est déclarée à l’indicateur 22, personne par personne. Elle est prouvée une fois jointe à sa ligne la feuille de présence signée.',
  legende: 'Les ateliers, le plus récent d’abord',
  chercher: 'Chercher un atelier',
  filtres: { q: mots('Mots du titre'), annee: annee() },
  lire: (tx, f, page, taille) => listerAteliers(tx, { q: f.q, annee: f.annee }, page, taille),
  autour: async (tx) => ({
    options: {
      annee: [
        { value: '', label: 'toutes' },
        ...(await anneesDAteliers(tx)).map((a) => ({ value: String(a), label: String(a) })),
      ],
    },
  }),
  cle: (a) => [a.le, a.id],
  cleSure: (t) => /^\d{4}-\d{2}-\d{2}$/.test(t),
  colonnes: [
    { titre: 'Le', cell: (a) => formaterDate(a.le), csv: (a) => a.le },
    {
      titre: 'Atelier',
      entete: true,
      cell: (a) => <a href={atelierUrl({ atelier: a.id })}>{a.titre}</a>,
      csv: (a) => a.titre,
    },
    { titre: 'Durée', cell: (a) => formaterDuree(a.minutes) },
    { titre: 'Durée (minutes)', csv: (a) => a.minutes },
    {
      titre: 'Présences',
      cell: (a) => (a.annuleLe ? 'annulé' : `${a.presents} sur ${a.attendus}`),
      csv: (a) => (a.annuleLe ? 'annulé' : a.presents),
    },
  ],
  outils: (ici) => [
    ici.peut('registres.tenir') && { libelle: 'Annoncer un atelier', href: nouvelAtelierUrl() },
    { libelle: 'Par personne et par an', href: suivisDAteliersUrl() },
  ],
  sansReponse: () => (
    <Empty titre="Aucun atelier">Annoncez le prochain : un titre, un jour, qui y est attendu.</Empty>
  ),
})

const champs = z.object({
  titre: texte({ min: 3, max: 200, vide: 'Nommez l’atelier.' }),
  le: date({ vide: 'Écrivez le jour.' }),
  duree: duree({ vide: 'Écrivez sa durée.' }),
  animateur: texte({ min: 2, max: 200, vide: 'Dites qui l’anime.' }),
  apport: texte({ min: 10, max: 1000, vide: 'Dites ce qu’il change pour qui le suit.' }),
  attendus: identifiants<'Tiers'>(),
})
const options = (l: readonly Pick<Intervenant, 'personne' | 'prenom' | 'nom'>[]) =>
  l.map((g) => ({ value: g.personne as string, label: `${g.prenom} ${g.nom}`.trim() }))

const contexte = async (tx: TenantTx, visiteur: Visiteur, le: Date) => {
  const activite = await enseigneDe(tx, visiteur)
  return activite
    ? ok({ activite, le, regarde: await lireRegard(tx, le) })
    : refuser('enseigne', 'Vous n’agissez pour aucune enseigne ouverte.')
}

const nouveau = geste({
  lien: nouvelAtelierUrl,
  droit: 'registres.tenir',
  champs,
  lire: (tx) => intervenants(tx),
  depart: (_tx, lu) => ({ attendus: lu.map((g) => g.personne as string), duree: '3 h' }),
  vue: (lu, form) => (
    <Page title="Annoncer un atelier" path={fil} alert={form.alert}>
      {lu.length === 0 ? (
        <Empty titre="Personne n’a de fiche d’intervenant">
          Qui anime a sa fiche : on la coche ensuite ici.
        </Empty>
      ) : (
        <Form
          form={form}
          noms={{
            titre: 'Titre',
            le: 'Jour',
            duree: 'Durée',
            animateur: 'Qui l’anime',
            apport: 'Ce qu’il change',
            attendus: 'Qui y est attendu',
          }}
        >
          <FieldSection titre="L’atelier">
            <Field form={form} name="titre" label="Titre" maxlength={200} />
            <Field form={form} name="le" label="Le" inputmode="numeric" />
            <Field form={form} name="duree" label="Durée" hint="3 h, 1 h 30" />
            <Field form={form} name="animateur" label="Qui l’anime" maxlength={200} />
            <TextArea
              form={form}
              name="apport"
              label="Ce qu’il change pour qui le suit"
              hint="quelques mots précis : ils se liront à la ligne de chaque personne présente"
            />
          </FieldSection>
          <FieldSection titre="Qui y est attendu">
            <CheckboxGroup form={form} name="attendus" label="Personnes attendues" options={options(lu)} />
          </FieldSection>
          <Actions libelle="Annoncer cet atelier" />
        </Form>
      )}
    </Page>
  ),
  faire: async (tx, { lu, data, cle, le, visiteur }) => {
    const c = await contexte(tx, visiteur, le)
    if (!c.ok) return c
    const { duree: minutes, attendus, ...a } = data
    const fait = await annoncerAtelier(
      tx,
      { ...a, minutes, id: cle as AtelierId },
      lu.filter((g) => attendus.includes(g.personne)),
      c.value,
    )
    if (fait.ok || (fait.error.code !== 'duree' && fait.error.code !== 'apport')) return fait
    const { code, phrase } = fait.error
    return { ok: false, error: { code, phrase, champs: { [code]: phrase } } }
  },
  suite: (id) => ({
    vers: atelierUrl({ atelier: id }),
    dit: { genre: 'fait', fort: 'L’atelier est annoncé.' },
  }),
})

const pointage = z.object({ presents: identifiants<'Tiers'>(), excuses: identifiants<'Tiers'>() })
type Lu = { readonly a: Atelier; readonly gens: readonly PresenceLue[]; readonly passe: boolean }

const page = pageEtGestes({
  lien: atelierUrl,
  droit: 'qualite.lire',
  async lire(tx, params, { le }): Promise<Lu | undefined> {
    const id = asId<'Atelier'>(params.atelier)
    const a = id && (await lireAtelier(tx, id))
    return a && { a, gens: await presencesDe(tx, a.id), passe: a.le <= (await lireRegard(tx, le)).jour }
  },
  vue: (_tx, { a, gens: lus, passe }, revenu) => {
    const ici = atelierUrl({ atelier: a.id })
    const de = (p: PresenceLue['presence']) =>
      lus.filter((g) => g.presence === p).map((g) => g.personne as string)
    const f = (
      revenu?.geste === 'pointer'
        ? revenu.form
        : emptyForm(undefined, { presents: de('present'), excuses: de('excuse') })
    ) as FormOf<typeof pointage>
    const cases = lus.map((g) => ({ value: g.personne as string, label: g.nom }))
    const tient = peutSuivre('registres.tenir') && !a.annuleLe
    return (
      <Page title={a.titre} path={fil} alert={revenu?.form.alert}>
        <Definitions
          lignes={[
            ['Le', `${formaterDate(a.le)}, ${formaterDuree(a.minutes)}`],
            ['Anime', a.animateur],
            ['Ce qu’il change', a.apport],
            ...(a.annuleLe ? [['État', 'annulé'] as const] : []),
          ]}
        />
        <Section
          titre="Présences"
          id="presences"
          sous={`${compter(a.presents, 'personne')} sur ${a.attendus}`}
        >
          <Table
            legende="Qui est attendu, et qui est venu"
            lignes={lus}
            colonnes={[
              { titre: 'Personne', entete: true, cell: (g) => g.nom },
              { titre: 'Enseigne', cell: (g) => g.enseigne },
              { titre: 'Présence', cell: (g) => motPresence[g.presence] },
              {
                titre: 'Registre',
                cell: (g) =>
                  g.ligne ? (
                    <a href={ligneUrl({ genre: 'developpement', ligne: g.ligne })}>indicateur 22</a>
                  ) : (
                    ''
                  ),
              },
            ]}
          />
        </Section>
        {tient && passe ? (
          <Section
            titre="Pointer"
            id="pointer"
            sous="Qui n’est ni présent ni excusé était absent. Se refait : le registre suit."
          >
            <Form
              form={f}
              action={`${ici}/pointer`}
              noms={{ presents: 'Présences', excuses: 'Excuses' }}
              classe="suite-f"
            >
              <CheckboxGroup form={f} name="presents" label="Présentes et présents" options={cases} />
              <CheckboxGroup form={f} name="excuses" label="Excusées et excusés" options={cases} optional />
              <p>
                <Button genre="call">Pointer ces présences</Button>
              </p>
            </Form>
          </Section>
        ) : null}
        {tient && a.presents === 0 ? (
          <Form form={emptyForm()} action={`${ici}/annuler`} classe="">
            <p>
              <Button genre="link">Annuler cet atelier</Button>
            </p>
          </Form>
        ) : null}
      </Page>
    )
  },
  gestes: {
    pointer: petitGeste<typeof pointage, Lu, number>({
      champs: pointage,
      droit: 'registres.tenir',
      faire: async (tx, { lu, data, le, visiteur }: Envoi<Lu, z.output<typeof pointage>>) => {
        const c = await contexte(tx, visiteur, le)
        return c.ok
          ? pointerAtelier(tx, lu.a, data as { presents: TiersId[]; excuses: TiersId[] }, c.value)
          : c
      },
      suite: (n, lu) => ({
        vers: atelierUrl({ atelier: lu.a.id }),
        dit: {
          genre: 'fait',
          fort: `${compter(n, 'présence')} ${accorder(n, 'est pointée', 'sont pointées')} ; chacune est déclarée au registre de l’indicateur 22. Joignez-y la feuille de présence signée.`,
        },
      }),
    }),
    annuler: petitGeste<z.ZodObject, Lu, undefined>({
      champs: z.object({}),
      droit: 'registres.tenir',
      faire: async (tx, { lu, le, visiteur }: Envoi<Lu, unknown>) => {
        const c = await contexte(tx, visiteur, le)
        return c.ok ? renoncerAAtelier(tx, lu.a, c.value) : c
      },
      suite: () => ({ vers: ateliersUrl(), dit: { genre: 'fait', fort: 'L’atelier est annulé.' } }),
    }),
  },
})

/** Par personne et par an : ce que l’auditeur demande de l’indicateur 22. */
const parPersonne = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>().get(suivisDAteliersUrl.modele, exigerDroit('qualite.lire'), (c) =>
    pourVisiteur(c, db, async (tx) => {
      const q = lireParam(c, 'q')
      const lus = await suivis(tx, plier(q))
      if (c.req.query('format') === 'csv')
        return repondreCsv(
          c,
          'ateliers-par-personne',
          enCsv(
            ['personne', 'annee', 'attendue', 'presente', 'minutes'],
            lus.map((s) => [s.nom, s.annee, s.ateliers, s.presents, s.minutes]),
          ),
        )
      return c.html(
        <Page title="Ateliers par personne" path={fil}>
          {q === '' && lus.length === 0 ? null : (
            <Filters label="Chercher une personne" action={suivisDAteliersUrl()}>
              <FilterField name="q" label="Nom" value={q} />
            </Filters>
          )}
          {lus.length === 0 ? (
            <Empty titre={q === '' ? 'Personne n’a encore suivi d’atelier' : 'Personne de ce nom'}>
              Les présences pointées se compteront ici.
            </Empty>
          ) : (
            <>
              <Table
                legende="Ateliers suivis, par personne et par an"
                lignes={lus}
                colonnes={[
                  { titre: 'Personne', entete: true, cell: (s) => s.nom },
                  { titre: 'Année', nombre: true, cell: (s) => s.annee },
                  { titre: 'Suivis', nombre: true, cell: (s) => `${s.presents} sur ${s.ateliers}` },
                  { titre: 'Durée', nombre: true, cell: (s) => formaterDuree(s.minutes) },
                ]}
              />
              <p>
                <Exporter href={withQuery(suivisDAteliersUrl(), { q, format: 'csv' })} />
              </p>
            </>
          )}
        </Page>,
      )
    }),
  )

export const ateliersPages = (services: Pick<Services, 'db' | 'clock'>): Hono<Env> =>
  new Hono<Env>()
    .route('/', listePage(services))
    .route('/', nouveau)
    .route('/', parPersonne(services))
    .route('/', page)

import { Hono } from 'hono'
import { z } from 'zod'
import { ajouterMois, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { ok } from '#kernel/result.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { exigerDroit, geste } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  ButtonLink,
  CheckboxField,
  CheckboxGroup,
  Empty,
  Etat,
  Exporter,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env } from '#web/env.ts'
import { caseCochee, choix, date, duree, entier, facultatif, plusieurs, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Audit, auditesDeLAnnee, listerAudits } from '../db/audit-blanc.ts'
import { categories, conditions } from '../domain/indicateur.ts'
import { majuscule, motsCategories, motsGenreAudit, motsSituation } from '../domain/mots.ts'
import { cadrerAudit } from '../gestes/mener-audit.ts'
import { aujourdhui, lireRegard } from '../lecture/lire-score.ts'
import { auditsCsvUrl, auditsUrl, auditUrl, missionsUrl, nouvelAuditUrl } from '../liens.ts'
import { jourCourt } from './audit-vue.tsx'
import { enseigneDe, racine } from './commun.ts'

/** Des numéros d’indicateurs : « 2, 17 ». Rien d’écrit : aucun. */
const numeros = () =>
  texte({ max: 200 }).transform((t, ctx): number[] => {
    const lus = t.split(/[\s,;]+/).filter((x) => x !== '')
    if (lus.some((x) => !/^\d{1,2}$/.test(x) || Number(x) < 1 || Number(x) > 33)) {
      ctx.addIssue({ code: 'custom', message: 'Écrivez des numéros d’indicateurs, de 1 à 33 : 2, 17.' })
      return z.NEVER
    }
    return [...new Set(lus.map(Number))].sort((a, b) => a - b)
  })

const fields = z.object({
  genre: choix(['initial', 'surveillance', 'renouvellement', 'extension']),
  auditLe: date(),
  depuis: date(),
  categories: plusieurs(categories, { min: 1, phrase: 'Cochez une catégorie au moins.' }),
  situation: plusieurs(conditions),
  nouveau: plusieurs(categories),
  anciens: numeros(),
  duree: duree(),
  parCategorie: facultatif(entier({ min: 1, max: 40 })),
  beneficiaires: entier({ min: 1, max: 6 }),
  parIntervenant: caseCochee(),
})
type Formulaire = FormOf<typeof fields>

/** Où en est un audit blanc. */
export const etapeDe = (a: Audit) =>
  a.notifieLe
    ? ({ etat: 'prouve', mot: 'conclu' } as const)
    : a.ouvertLe
      ? ({ etat: 'partiel', mot: 'ouvert' } as const)
      : a.engagement
        ? ({ etat: 'a-juger', mot: 'gelé, non tiré' } as const)
        : ({ etat: 'a-venir', mot: 'cadré' } as const)

type Annee = { readonly annee: number; readonly gens: Awaited<ReturnType<typeof auditesDeLAnnee>> }

/** Une action par personne qui anime et par an : qui l’a eue, qui l’attend. */
const DeLAnnee = ({ annee, gens }: Annee) => {
  const faits = gens.filter((g) => g.audit !== null).length
  return gens.length === 0 ? null : (
    <Section
      titre={`Audit interne de ${annee}`}
      id="annee"
      sous={`${faits} sur ${compter(gens.length, 'personne')} qui ${accorder(gens.length, 'anime', 'animent')} ${accorder(faits, 'a', 'ont')} eu une action tirée au sort.`}
    >
      <Table
        legende={`Qui anime en ${annee}, et l’action tirée`}
        lignes={gens}
        colonnes={[
          { titre: 'Personne', entete: true, cell: (g) => g.nom },
          { titre: 'Sessions', nombre: true, cell: (g) => g.sessions },
          {
            titre: 'Tirée',
            cell: (g) =>
              g.audit && g.le ? (
                <a href={auditUrl({ audit: g.audit })}>le {jourCourt(g.le)}</a>
              ) : (
                <Etat etat="a-venir" mot="à tirer" />
              ),
          },
        ]}
      />
    </Section>
  )
}

const Liste = ({ audits, annee }: { audits: readonly Audit[]; annee: Annee }) => (
  <Page
    title="Les audits blancs"
    path={racine}
    lede="Répéter l’audit, comme un auditeur le tiendrait : un échantillon que personne n’a choisi, une fiche par indicateur, des échéances, et des actions qui ne se closent que sur de nouveaux dossiers."
  >
    <p>
      <ButtonLink href={nouvelAuditUrl()} genre="call">
        Cadrer un audit blanc
      </ButtonLink>
    </p>
    {audits.length === 0 ? (
      <Empty titre="Aucun audit blanc encore">
        Tenez-en un par an, et un autre six mois avant chaque audit. Une personne d’une autre coopérative du
        pôle peut tenir le rôle de l’auditeur.
      </Empty>
    ) : (
      <>
        <Table
          legende="Audits blancs"
          lignes={audits}
          colonnes={[
            {
              titre: 'Audit',
              entete: true,
              cell: (a) => (
                <a href={auditUrl({ audit: a.id })}>
                  {a.parIntervenant ? 'Audit interne' : motsGenreAudit[a.genre]}, grille du{' '}
                  {jourCourt(a.auditLe)}
                </a>
              ),
            },
            { titre: 'Catégories', cell: (a) => a.categories.map((c) => motsCategories[c]).join(', ') },
            { titre: 'Dossiers depuis', cell: (a) => jourCourt(a.depuis) },
            { titre: 'Où il en est', cell: (a) => <Etat {...etapeDe(a)} /> },
            { titre: 'Conclu le', cell: (a) => (a.notifieLe ? jourCourt(a.notifieLe) : '') },
          ]}
        />
        <p>
          <Exporter href={auditsCsvUrl()} />
        </p>
      </>
    )}
    <DeLAnnee {...annee} />
    <p class="sub">
      <a href={missionsUrl()}>Les audits que d’autres coopératives nous demandent de tenir</a>
    </p>
  </Page>
)

const Nouveau = ({ form }: { form: Formulaire }) => (
  <Page
    title="Cadrer un audit blanc"
    lede="La date choisit la grille. Rien ne se tire encore : on gèle d’abord, on ouvre ensuite."
    path={[...racine, { libelle: 'Les audits blancs', href: auditsUrl() }]}
    alert={form.alert}
  >
    <Form
      form={form}
      noms={{
        genre: 'Audit',
        auditLe: 'Date',
        depuis: 'Dossiers depuis',
        categories: 'Catégories',
        situation: 'Situation',
        nouveau: 'Nouvel entrant',
        anciens: 'Anciens écarts',
        duree: 'Durée',
        parCategorie: 'Sessions par catégorie',
        beneficiaires: 'Stagiaires par session',
        parIntervenant: 'Audit interne',
      }}
    >
      <FieldSection titre="L’audit répété">
        <SelectField
          form={form}
          name="genre"
          label="Audit"
          options={Object.entries(motsGenreAudit).map(([value, label]) => ({ value, label }))}
        />
        <Field form={form} name="auditLe" label="Date de l’audit" hint="la grille est celle de ce jour-là" />
        <Field form={form} name="duree" label="Durée" hint="celle du devis : 7 h, 10 h 30" />
        <Field
          form={form}
          name="depuis"
          label="Dossiers depuis le"
          hint="le lendemain de l’audit précédent"
        />
        <Field
          form={form}
          name="anciens"
          label="Anciens écarts mineurs"
          hint="leurs indicateurs : 2, 17 ; non levés, ils deviennent majeurs"
          optional
        />
      </FieldSection>
      <FieldSection titre="Le certificat">
        <CheckboxGroup
          form={form}
          name="categories"
          label="Catégories d’actions (L6313-1)"
          options={categories.map((value) => ({ value, label: majuscule(motsCategories[value]) }))}
        />
        <CheckboxGroup
          form={form}
          name="situation"
          label="Des actions"
          optional
          options={conditions.map((value) => ({ value, label: motsSituation[value] }))}
        />
        <CheckboxGroup
          form={form}
          name="nouveau"
          label="Nouvel entrant"
          optional
          options={categories.map((value) => ({ value, label: majuscule(motsCategories[value]) }))}
          hint="aucun BPF transmis, ou catégorie absente du dernier"
        />
      </FieldSection>
      <FieldSection titre="Le tirage">
        <Field
          form={form}
          name="parCategorie"
          label="Sessions par catégorie"
          inputmode="numeric"
          optional
          hint="sans réponse : la racine de leur nombre, entre trois et huit (choix de Coforme : aucun texte ne fixe de taille)"
        />
        <Field form={form} name="beneficiaires" label="Stagiaires par session" inputmode="numeric" />
        <CheckboxField
          form={form}
          name="parIntervenant"
          label="Audit interne : une action par personne qui anime, sauf celles que l’année a déjà tirées"
        />
      </FieldSection>
      <Actions libelle="Cadrer cet audit blanc">
        <a href={auditsUrl()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

/** Cadrer un audit blanc, ou interne : la page et son envoi. */
const nouveau = geste({
  lien: nouvelAuditUrl,
  droit: 'qualite.ecrire',
  champs: fields,
  async lire(tx, _params, { visiteur, le }) {
    const activite = await enseigneDe(tx, visiteur)
    return activite && { activite, ...(await lireRegard(tx, le)) }
  },
  depart: (_tx, { cadre, jour }) => {
    const chiffres = (d: string) => formaterDate(d as DateCivile, 'chiffres')
    return {
      genre: cadre.genre,
      auditLe: chiffres([cadre.auditLe, jour].sort()[1] ?? jour),
      depuis: chiffres(cadre.depuis < jour ? cadre.depuis : ajouterMois(jour as DateCivile, -18)),
      categories: [...cadre.categories],
      situation: [...cadre.situation],
      duree: '7 h',
      beneficiaires: '2',
    }
  },
  vue: (_lu, form) => <Nouveau form={form} />,
  faire: async (tx, { lu, data, le, cle }) => {
    const { duree: minutes, parCategorie, ...cadre } = data
    const fait = await cadrerAudit(
      tx,
      cle,
      { ...cadre, minutes, ...(parCategorie === undefined ? {} : { parCategorie }) },
      { activite: lu.activite, le, jour: lu.jour },
    )
    if (fait.ok) return ok(cle)
    const champ = { duree: 'duree', dates: 'depuis', 'sans-grille': 'auditLe', nouveau: 'nouveau' }[
      fait.error.code
    ]
    return { ok: false, error: { ...fait.error, champs: { [champ]: fait.error.phrase } } }
  },
  suite: (id) => ({
    vers: auditUrl({ audit: id }),
    dit: { genre: 'fait', fort: 'L’audit blanc est cadré. Gelez les données quand vous serez prêts.' },
  }),
})

export const auditsPages = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(auditsUrl(), exigerDroit('qualite.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const annee = Number(aujourdhui(clock.now()).slice(0, 4))
        return c.html(
          <Liste audits={await listerAudits(tx)} annee={{ annee, gens: await auditesDeLAnnee(tx, annee) }} />,
        )
      }),
    )
    .get(auditsCsvUrl(), exigerDroit('qualite.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx) =>
        repondreCsv(
          c,
          'audits-blancs',
          enCsv(
            ['genre', 'grille_du', 'depuis', 'categories', 'etape', 'engagement', 'graine', 'conclu_le'],
            (await listerAudits(tx)).map((a) => [
              a.genre,
              a.auditLe,
              a.depuis,
              a.categories.join(' '),
              etapeDe(a).mot,
              a.engagement,
              a.graine,
              a.notifieLe,
            ]),
          ),
        ),
      ),
    )
    .route('/', nouveau)

// Long parce que la procédure s’ouvre, se lit et avance sous les mêmes règles : coupée, la vue et l’acte divergeraient.

import type { Context } from 'hono'
import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { de, majuscule } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { type PieceId, piecesCourantes, pieceUrl, reglementUrl } from '#modules/documents/index.ts'
import { type Inscrit, listerInscrits } from '#modules/inscriptions/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import {
  lireSession,
  type SessionId,
  type SessionLue,
  sessionsUrl,
  sessionUrl,
} from '#modules/sessions/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  CheckboxField,
  Definitions,
  Empty,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, choix, date, entier, facultatif, heure, ouiNon, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireProcedure, type ProcedureLue, proceduresDe } from '../db/stagiaires.ts'
import {
  bornesDeLaDecision,
  estClose,
  etapes,
  listeEtapes,
  listeRemises,
  listeSanctions,
  remises,
  sanctions,
  suitesPossibles,
} from '../domain/discipline.ts'
import {
  consignerLecture,
  ecrireLaSuite,
  enClairOuEfface,
  ouvrirProcedure,
} from '../gestes/conduire-procedure.ts'
import { disciplineUrl, procedureUrl } from '../liens.ts'

const champsOuvrir = z.object({
  inscription: texte({ min: 36, max: 36, vide: 'Dites de qui il s’agit.' }),
  griefs: texte({ min: 10, max: 4000, vide: 'Écrivez les faits reprochés, datés et précis.' }),
  presence: ouiNon({ phrase: 'Dites si la sanction envisagée touche sa présence.' }),
  conservatoire: caseCochee(),
})
const champsEtape = z.object({
  genre: choix(listeEtapes, { phrase: 'Dites ce qui a été fait.' }),
  le: date(),
  entretienLe: facultatif(date()),
  entretienHeure: facultatif(heure()),
  lieu: facultatif(texte({ max: 300 })),
  remise: facultatif(choix(listeRemises)),
  sanction: facultatif(choix(listeSanctions)),
  jours: facultatif(entier({ min: 1, max: 90 })),
  texte: facultatif(texte({ max: 4000 })),
})
type FormOuvrir = FormOf<typeof champsOuvrir>
type FormEtape = FormOf<typeof champsEtape>
const jour = (j: string) => formaterDate(j as DateCivile, 'court')
const etatDe = (p: ProcedureLue) =>
  p.etapes.some((e) => e.genre === 'sanction') ? (
    <Etat etat="prouve" mot="sanction notifiée" />
  ) : estClose(p) ? (
    <Etat etat="sans-objet" mot="sans sanction" />
  ) : (
    <Etat etat="partiel" mot={`à suivre : ${etapes[suitesPossibles(p)[0] ?? 'griefs'].nom}`} />
  )

const Liste = ({
  s,
  procedures,
  gens,
  form,
  regle,
}: {
  s: SessionLue
  procedures: readonly ProcedureLue[]
  gens: readonly Inscrit[]
  form: FormOuvrir
  /** Un règlement intérieur est établi : sans lui, aucune règle de discipline ne vaut. */
  regle: boolean
}) => (
  <Page
    title="Discipline"
    path={[
      { libelle: 'Sessions', href: sessionsUrl() },
      { libelle: s.intitule, href: sessionUrl({ session: s.id }) },
    ]}
    lede="Une sanction est toute mesure autre qu’une observation verbale. Les griefs se disent avant ; ce qui touche la présence demande un entretien. Les amendes sont interdites (C. trav., R6352-3 à R6352-8)."
    alert={form.alert}
  >
    {regle ? null : (
      <p>
        <Etat etat="manquant" mot="sans règlement intérieur" />
        {
          ' : les règles de discipline et l’échelle des sanctions y sont (C. trav., art. L6352-3 et L6352-4) ; une sanction prise sans lui se conteste. '
        }
        <a href={reglementUrl()}>Établir le règlement intérieur</a>
      </p>
    )}
    <Section titre="Procédures" id="procedures">
      {procedures.length === 0 ? (
        <Empty titre="Aucune procédure">
          C’est le cas ordinaire. Une observation verbale n’est pas une sanction et ne s’écrit pas ici.
        </Empty>
      ) : (
        <Table
          legende="Procédures de cette session"
          lignes={procedures}
          colonnes={[
            {
              titre: 'Stagiaire',
              entete: true,
              cell: (p) => (
                <a href={procedureUrl({ session: s.id, procedure: p.id })}>
                  {p.prenom} {p.nom}
                </a>
              ),
            },
            { titre: 'Ouverte le', cell: (p) => jour(p.ouverteLe) },
            { titre: 'État', cell: etatDe },
          ]}
        />
      )}
    </Section>
    <Section
      titre="Ouvrir une procédure"
      id="ouvrir"
      sous="Les griefs sont chiffrés ; seules la direction et la pédagogie les lisent."
    >
      <Form
        form={form}
        noms={{
          inscription: 'Stagiaire',
          griefs: 'Griefs',
          presence: 'Présence',
          conservatoire: 'Mesure conservatoire',
        }}
      >
        <FieldSection titre="Les faits">
          <SelectField
            form={form}
            name="inscription"
            label="Stagiaire"
            vide="choisir"
            options={gens.map((g) => ({ value: g.id as string, label: `${g.prenom} ${g.nom}` }))}
            span={3}
          />
          <TextArea
            form={form}
            name="griefs"
            label="Griefs"
            rows={4}
            hint="les faits, leurs dates ; sans rien de la santé"
          />
          <RadioGroup
            form={form}
            name="presence"
            label="La sanction envisagée touche-t-elle sa présence ?"
            options={[
              {
                value: 'oui',
                label: 'oui : exclusion, ou toute mesure qui l’écarte ; entretien obligatoire (R6352-5)',
              },
              { value: 'non', label: 'non : avertissement ou blâme' },
            ]}
          />
          <CheckboxField
            form={form}
            name="conservatoire"
            label="Elle est écartée dès maintenant, à titre conservatoire (R6352-7)"
          />
        </FieldSection>
        <Actions libelle="Ouvrir la procédure" genre="main" />
      </Form>
    </Section>
  </Page>
)

const detail = (e: ProcedureLue['etapes'][number]): string =>
  [
    e.genre === 'convocation' && e.entretienLe
      ? `entretien le ${formaterDate(e.entretienLe, 'complet')} à ${formaterHeure(e.entretienMinutes ?? 0)}, ${e.lieu}, par ${remises[e.remise ?? 'decharge']}`
      : '',
    e.sanction ? sanctions[e.sanction].nom : '',
    e.jours ? `${e.jours} jours` : '',
  ]
    .filter(Boolean)
    .join(', ')

const Une = ({
  s,
  p,
  griefs,
  texteDe,
  form,
}: {
  s: SessionLue
  p: ProcedureLue
  griefs: string
  texteDe: (e: ProcedureLue['etapes'][number]) => string
  form: FormEtape
}) => {
  const suites = suitesPossibles(p)
  const entretien = p.etapes.findLast((e) => e.genre === 'entretien')
  const bornes = entretien && !estClose(p) ? bornesDeLaDecision(entretien.le) : undefined
  return (
    <Page
      title={`Procédure ${de(`${p.prenom} ${p.nom}`)}`}
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: s.intitule, href: sessionUrl({ session: s.id }) },
        { libelle: 'Discipline', href: disciplineUrl({ session: s.id }) },
      ]}
      facts={<p>{etatDe(p)}</p>}
      alert={form.alert}
    >
      <Section titre="Ce qui est reproché" id="griefs">
        {griefs.split('\n').map((l) => (
          <p>{l}</p>
        ))}
        <Definitions
          lignes={[
            ['Ouverte le', jour(p.ouverteLe)],
            ['Touche la présence', p.presence ? 'oui : convocation et entretien (R6352-5)' : 'non'],
            [
              'Mesure conservatoire',
              p.conservatoire ? 'oui : la décision finale demande toute la procédure (R6352-7)' : 'non',
            ],
            ...(bornes
              ? ([
                  [
                    'Décision possible',
                    `du ${formaterDate(bornes.du, 'complet')} au ${formaterDate(bornes.au, 'complet')} (R6352-6)`,
                  ],
                ] as const)
              : []),
          ]}
        />
      </Section>
      <Section titre="Étapes" id="etapes">
        {p.etapes.length === 0 ? (
          <p>Rien encore : commencez par porter les griefs à sa connaissance, par écrit.</p>
        ) : (
          <Table
            legende="Étapes de la procédure"
            lignes={p.etapes}
            colonnes={[
              { titre: 'Le', entete: true, cell: (e) => jour(e.le) },
              {
                titre: 'Étape',
                cell: (e) => `${majuscule(etapes[e.genre].nom)} (${etapes[e.genre].article})`,
              },
              { titre: 'Détail', cell: (e) => [detail(e), texteDe(e)].filter(Boolean).join('. ') },
              {
                titre: 'Pièce',
                cell: (e) =>
                  e.piece ? <a href={pieceUrl({ piece: e.piece as PieceId })}>{e.numero}</a> : '–',
              },
            ]}
          />
        )}
        <p class="sub">Une étape ne se supprime pas : elle fait preuve des droits de la défense.</p>
      </Section>
      {suites.length > 0 ? (
        <Section titre="Écrire la suite" id="suite">
          <Form
            form={form}
            noms={{
              genre: 'Étape',
              le: 'Le',
              entretienLe: 'Entretien le',
              entretienHeure: 'À',
              lieu: 'Lieu',
              remise: 'Remise',
              sanction: 'Sanction',
              jours: 'Jours',
              texte: 'En clair',
            }}
          >
            <FieldSection titre="Ce qui est fait">
              <SelectField
                form={form}
                name="genre"
                label="Étape"
                vide="choisir"
                options={suites.map((value) => ({
                  value,
                  label: `${majuscule(etapes[value].nom)} (${etapes[value].article})`,
                }))}
                span={2}
              />
              <Field form={form} name="le" label="Le" />
              {suites.includes('convocation') ? (
                <>
                  <Field form={form} name="entretienLe" label="Entretien le" optional />
                  <Field form={form} name="entretienHeure" label="À" optional />
                  <SelectField
                    form={form}
                    name="remise"
                    label="Remise par"
                    vide="choisir"
                    options={listeRemises.map((value) => ({ value, label: remises[value] }))}
                    optional
                  />
                  <Field form={form} name="lieu" label="Lieu de l’entretien" optional span={3} />
                </>
              ) : null}
              {suites.includes('sanction') ? (
                <>
                  <SelectField
                    form={form}
                    name="sanction"
                    label="Sanction"
                    vide="choisir"
                    options={listeSanctions
                      .filter((x) => p.presence || !sanctions[x].presence)
                      .map((value) => ({ value, label: sanctions[value].nom }))}
                    span={2}
                    optional
                  />
                  <Field form={form} name="jours" label="Jours d’exclusion" optional inputmode="numeric" />
                </>
              ) : null}
              <TextArea
                form={form}
                name="texte"
                label="En clair"
                optional
                rows={3}
                hint="les motifs de la décision, ou ce qui fut dit ; chiffré, et porté par la pièce quand elle en a une"
              />
            </FieldSection>
            <Actions libelle="Garder l’étape" genre="main" />
          </Form>
        </Section>
      ) : null}
    </Page>
  )
}

const adresse = disciplineUrl.modele

export const disciplinePages = (services: Services) => {
  const { db, clock } = services
  const pour = (
    c: Context<Env>,
    work: (tx: TenantTx, s: SessionLue) => Promise<Response>,
  ): Promise<Response> =>
    pourVisiteur(c, db, async (tx) => {
      const id = asId<'Session'>(c.req.param('session') ?? '') as SessionId | undefined
      const s = id && (await lireSession(tx, id))
      return s ? work(tx, s) : notFound(c)
    })
  const liste = async (
    c: Context<Env>,
    tx: TenantTx,
    s: SessionLue,
    form: FormOuvrir,
    statut: 200 | 413 | 415 | 422 = 200,
  ) =>
    c.html(
      <Liste
        s={s}
        procedures={await proceduresDe(tx, s.id)}
        gens={await listerInscrits(tx, s.id)}
        form={form}
        regle={(await piecesCourantes(tx, { genre: 'reglement-interieur' })).length > 0}
      />,
      statut,
    )
  const une = (
    c: Context<Env>,
    s: SessionLue,
    p: ProcedureLue,
    form: FormEtape,
    statut: 200 | 409 | 413 | 415 | 422 = 200,
  ) =>
    c.html(
      <Une
        s={s}
        p={p}
        griefs={enClairOuEfface(services, p.id, p.griefs)}
        texteDe={(e) => (e.chiffre ? enClairOuEfface(services, e.id, Buffer.from(e.chiffre, 'base64')) : '')}
        form={form}
      />,
      statut,
    )
  return new Hono<Env>()
    .use(adresse, exigerDroit('discipline.conduire'))
    .use(`${adresse}/*`, exigerDroit('discipline.conduire'))
    .get(adresse, (c) => pour(c, (tx, s) => liste(c, tx, s, emptyForm())))
    .post(adresse, (c) =>
      pour(c, async (tx, s) => {
        const read = await readForm(champsOuvrir, c)
        if (!read.ok) return liste(c, tx, s, read.form, read.status)
        const le = clock.now()
        const id = asId(read.jeton ?? '') ?? newId(le)
        const fait = await ouvrirProcedure(services, tx, s, { ...read.data, id }, le)
        if (!fait.ok) return liste(c, tx, s, withAlert(read.form, fait.error.phrase), 422)
        return redirectWith(c, procedureUrl({ session: s.id, procedure: id }), {
          genre: 'fait',
          fort: 'La procédure est ouverte. Portez d’abord les griefs à sa connaissance.',
        })
      }),
    )
    .on(['GET', 'POST'], procedureUrl.modele, (c) =>
      pour(c, async (tx, s) => {
        const id = asId(c.req.param('procedure') ?? '')
        const p = id && (await lireProcedure(tx, s.id, id))
        if (!p) return notFound(c)
        const le = clock.now()
        if (c.req.method === 'GET') {
          await consignerLecture(tx, s, p, le)
          return une(
            c,
            s,
            p,
            emptyForm<keyof z.input<typeof champsEtape> & string>(undefined, {
              le: formaterDate(jourLocal(le, s.zone), 'chiffres'),
            }),
          )
        }
        const read = await readForm(champsEtape, c)
        if (!read.ok) return une(c, s, p, read.form, read.status)
        const f = read.data
        const fait = await ecrireLaSuite(
          services,
          tx,
          s,
          p,
          {
            genre: f.genre,
            le: f.le,
            entretienLe: f.entretienLe ?? null,
            entretienHeure: f.entretienHeure ?? null,
            lieu: f.lieu ?? '',
            remise: f.remise ?? null,
            sanction: f.sanction ?? null,
            jours: f.jours ?? null,
            texte: f.texte ?? '',
          },
          le,
        )
        if (!fait.ok) {
          const { code, phrase } = fait.error
          return une(
            c,
            s,
            p,
            withAlert(read.form, { titre: 'L’étape n’est pas gardée', phrase }),
            code === 'suite' || code === 'acte' ? 409 : 422,
          )
        }
        return redirectWith(c, procedureUrl({ session: s.id, procedure: p.id }), {
          genre: 'fait',
          fort: fait.value.numero
            ? `L’étape est gardée, la pièce ${fait.value.numero} est émise.`
            : 'L’étape est gardée.',
        })
      }),
    )
}

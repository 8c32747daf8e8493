// Long parce que le formulaire et le procès-verbal qu’il émet disent la même chose : coupés, ils divergeraient.
import type { Context } from 'hono'
import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { heureLocale } from '#kernel/zones.ts'
import { type PieceId, pieceUrl } from '#modules/documents/index.ts'
import { type Inscrit, listerInscrits } from '#modules/inscriptions/index.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import {
  lireSession,
  type SessionId,
  type SessionLue,
  sessionsUrl,
  sessionUrl,
} from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
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
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, entier, facultatif, heure, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Scrutin, scrutinsDe } from '../db/stagiaires.ts'
import { etatDuScrutin, type Fenetre, fenetreDuScrutin, seancesPrevues } from '../domain/delegues.ts'
import { tenirScrutin } from '../gestes/tenir-scrutin.ts'
import { deleguesUrl } from '../liens.ts'

const champs = z.object({
  genre: choix(['election', 'carence'], {
    phrase: 'Dites si des délégués sont élus, ou si la carence est constatée.',
  }),
  tenuLe: date(),
  heure: heure(),
  tours: choix(['1', '2'], { phrase: 'Dites combien de tours ont été tenus.' }),
  electeurs: entier({ min: 1, max: 1000 }),
  votants: entier({ min: 0, max: 1000 }),
  titulaire: facultatif(texte({ max: 40 })),
  voixTitulaire: facultatif(entier({ min: 0, max: 1000 })),
  suppleant: facultatif(texte({ max: 40 })),
  voixSuppleant: facultatif(entier({ min: 0, max: 1000 })),
  motif: facultatif(texte({ max: 1000 })),
})
type Formulaire = FormOf<typeof champs>
const noms = {
  genre: 'Issue',
  tenuLe: 'Tenu le',
  heure: 'À',
  tours: 'Tours',
  electeurs: 'Électeurs',
  votants: 'Votants',
  titulaire: 'Titulaire',
  voixTitulaire: 'Ses voix',
  suppleant: 'Suppléant',
  voixSuppleant: 'Ses voix',
  motif: 'Pourquoi',
}

const quand = (x: Fenetre['ouvre']): string =>
  x
    ? `${formaterDate(x.jour as DateCivile, 'complet')} à ${formaterHeure(x.minute)}`
    : 'au-delà du calendrier posé'

/** Les séances qui se tiennent, dans l’ordre. */

const motsEtat = {
  'a-venir': ['a-venir', 'pas encore la vingtième heure'],
  ouvert: ['partiel', 'à tenir maintenant'],
  'en-retard': ['manquant', 'la quarantième heure est passée'],
  tenu: ['prouve', 'tenu'],
} as const

const Vue = ({
  s,
  fenetre,
  scrutins,
  gens,
  form,
  ecrit,
  maintenant,
}: {
  s: SessionLue
  fenetre: Fenetre | undefined
  scrutins: readonly Scrutin[]
  gens: readonly Inscrit[]
  form: Formulaire
  ecrit: boolean
  maintenant: Date
}) => {
  const ici = heureLocale(maintenant, s.zone)
  const etat =
    fenetre && motsEtat[etatDuScrutin(fenetre, scrutins.length > 0, { jour: ici.date, minute: ici.minute })]
  const options = gens.map((g) => ({ value: g.id as string, label: `${g.prenom} ${g.nom}` }))
  return (
    <Page
      title="Délégués des stagiaires"
      path={[
        { libelle: 'Sessions', href: sessionsUrl() },
        { libelle: s.intitule, href: sessionUrl({ session: s.id }) },
      ]}
      lede="Au-delà de cinq cents heures, un titulaire et un suppléant sont élus par tous, au scrutin uninominal à deux tours, pendant les heures de formation, entre la vingtième et la quarantième heure (C. trav., R6352-9 à R6352-12)."
      facts={
        etat ? (
          <p>
            <Etat etat={etat[0]} mot={etat[1]} />
          </p>
        ) : undefined
      }
      alert={form.alert}
    >
      {!fenetre ? (
        <Empty titre="Cette session ne dépasse pas cinq cents heures">
          Aucune élection n’y est due. Elle le deviendrait si son calendrier s’allongeait.
        </Empty>
      ) : (
        <>
          <Section titre="Quand" id="quand">
            <Definitions
              lignes={[
                ['Durée planifiée', `${Math.floor(fenetre.minutes / 60)} h`],
                ['Vingtième heure', quand(fenetre.ouvre)],
                ['Quarantième heure', quand(fenetre.ferme)],
                ['Électeurs et éligibles', `${gens.length} stagiaires`],
              ]}
            />
          </Section>
          <Section titre="Scrutins" id="scrutins">
            {scrutins.length === 0 ? (
              <p>Aucun procès-verbal encore.</p>
            ) : (
              <Table
                legende="Procès-verbaux"
                lignes={scrutins}
                colonnes={[
                  {
                    titre: 'Procès-verbal',
                    entete: true,
                    cell: (x) => <a href={pieceUrl({ piece: x.piece as PieceId })}>{x.numero}</a>,
                  },
                  { titre: 'Tenu le', cell: (x) => formaterDate(x.tenuLe as DateCivile, 'court') },
                  {
                    titre: 'Issue',
                    cell: (x) =>
                      x.genre === 'carence'
                        ? `Carence : ${x.motif}`
                        : `Titulaire ${x.titulaire}, suppléant ${x.suppleant}`,
                  },
                  { titre: 'Votants', nombre: true, cell: (x) => `${x.votants} sur ${x.electeurs}` },
                ]}
              />
            )}
            <p class="sub">
              Le mandat dure autant que l’action. Quand titulaire et suppléant cessent tous deux, on vote de
              nouveau (R6352-13). Un procès-verbal ne se supprime pas : le suivant le remplace.
            </p>
          </Section>
          {ecrit ? (
            <Section
              titre={scrutins.length > 0 ? 'Écrire un nouveau procès-verbal' : 'Écrire le procès-verbal'}
              id="ecrire"
            >
              <Form form={form} noms={noms}>
                <FieldSection titre="Le scrutin">
                  <RadioGroup
                    form={form}
                    name="genre"
                    label="Issue"
                    options={[
                      { value: 'election', label: 'un titulaire et un suppléant sont élus' },
                      { value: 'carence', label: 'la carence est constatée (R6352-12)' },
                    ]}
                  />
                  <Field form={form} name="tenuLe" label="Tenu le" />
                  <Field form={form} name="heure" label="À" hint="pendant les heures de formation" />
                  <SelectField
                    form={form}
                    name="tours"
                    label="Tours"
                    vide="choisir"
                    options={[
                      { value: '1', label: 'un' },
                      { value: '2', label: 'deux' },
                    ]}
                  />
                  <Field form={form} name="electeurs" label="Électeurs" inputmode="numeric" />
                  <Field form={form} name="votants" label="Votants" inputmode="numeric" />
                </FieldSection>
                <FieldSection titre="Élus">
                  <SelectField
                    form={form}
                    name="titulaire"
                    label="Titulaire"
                    vide="personne"
                    options={options}
                    span={2}
                  />
                  <Field form={form} name="voixTitulaire" label="Ses voix" inputmode="numeric" optional />
                  <SelectField
                    form={form}
                    name="suppleant"
                    label="Suppléant"
                    vide="personne"
                    options={options}
                    span={2}
                  />
                  <Field form={form} name="voixSuppleant" label="Ses voix" inputmode="numeric" optional />
                  <TextArea
                    form={form}
                    name="motif"
                    label="Pourquoi, en cas de carence"
                    optional
                    rows={2}
                    hint="personne ne s’est présenté, à l’un et l’autre tour, par exemple"
                  />
                </FieldSection>
                <Actions libelle="Émettre le procès-verbal" />
              </Form>
            </Section>
          ) : null}
        </>
      )}
    </Page>
  )
}

export const deleguesPage = (services: Services) => {
  const { db, clock } = services
  const pour = (
    c: Context<Env>,
    work: (tx: TenantTx, s: SessionLue, v: Visiteur) => Promise<Response>,
  ): Promise<Response> =>
    pourVisiteur(c, db, async (tx, v) => {
      const id = asId<'Session'>(c.req.param('session') ?? '') as SessionId | undefined
      const s = id && (await lireSession(tx, id))
      return s ? work(tx, s, v) : notFound(c)
    })
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    s: SessionLue,
    v: Visiteur,
    form?: Formulaire,
    statut: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    const gens = await listerInscrits(tx, s.id, { enCours: true })
    const vide = emptyForm<keyof z.input<typeof champs> & string>(undefined, {
      electeurs: String(gens.length),
    })
    return c.html(
      <Vue
        s={s}
        fenetre={fenetreDuScrutin(seancesPrevues(s))}
        scrutins={await scrutinsDe(tx, s.id)}
        gens={gens}
        form={form ?? vide}
        ecrit={peutVisiteur(v, 'delegues.organiser')}
        maintenant={clock.now()}
      />,
      statut,
    )
  }
  return new Hono<Env>()
    .get(deleguesUrl.modele, exigerDroit('delegues.organiser'), (c) =>
      pour(c, (tx, s, v) => rendre(c, tx, s, v)),
    )
    .post(deleguesUrl.modele, exigerDroit('delegues.organiser'), (c) =>
      pour(c, async (tx, s, v) => {
        const read = await readForm(champs, c)
        if (!read.ok) return rendre(c, tx, s, v, read.form, read.status)
        const f = read.data
        const base = {
          tours: f.tours === '2' ? 2 : 1,
          electeurs: f.electeurs,
          votants: f.votants,
        } as const
        const fait = await tenirScrutin(
          services,
          tx,
          s,
          f.genre === 'election'
            ? {
                ...base,
                genre: 'election',
                titulaire: { inscription: f.titulaire ?? '', voix: f.voixTitulaire ?? 0 },
                suppleant: { inscription: f.suppleant ?? '', voix: f.voixSuppleant ?? 0 },
              }
            : { ...base, genre: 'carence', motif: f.motif ?? '' },
          { tenuLe: f.tenuLe, heure: f.heure },
          clock.now(),
        )
        if (!fait.ok) {
          const { code, phrase } = fait.error
          return rendre(
            c,
            tx,
            s,
            v,
            withAlert(read.form, { titre: 'Le procès-verbal n’est pas émis', phrase }),
            code === 'sans-objet' || code === 'acte' ? 409 : 422,
          )
        }
        return redirectWith(c, deleguesUrl({ session: s.id }), {
          genre: 'fait',
          fort: `Le procès-verbal ${fait.value.numero} est émis.`,
        })
      }),
    )
}

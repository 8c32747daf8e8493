// Long parce qu’un questionnaire se compose d’un seul formulaire : sa lecture, sa vérification et sa page se suivent.
/** Composer un questionnaire : des questions en rangs, avec ou sans script. Ce qui est parti ne change plus. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  Actions,
  Button,
  CheckboxField,
  Confirm,
  Field,
  FieldSection,
  Form,
  Page,
  RepeatedRows,
  Section,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { caseCochee, choix, entier, facultatif, rangs, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireModele, type Modele } from '../db/modeles.ts'
import {
  type Contenu,
  developper,
  genresQuestion,
  idDe,
  listeGenresQuestion,
  maxQuestions,
  optionsDe,
  type Question,
  type Usage,
  usages,
} from '../domain/contenu.ts'
import { asGenre, type Genre, genres, listeGenres } from '../domain/genres.ts'
import { modelesPrets } from '../domain/modeles-prets.ts'
import { garderModele, prendreModelePret, retirerLeModele } from '../gestes/modeles.ts'
import { apercuUrl, modelePretUrl, modeleUrl, questionnairesUrl } from '../liens.ts'
import { ecrit, idDuJeton, lireParam, racine } from './commun.ts'
import { Questions } from './questions.tsx'

const listeUsages = Object.keys(usages) as [Usage, ...Usage[]]
const rang = z.object({
  place: facultatif(entier({ min: 1, max: 999 })),
  section: texte({ max: 120 }),
  genre: choix(listeGenresQuestion),
  libelle: texte({ min: 1, max: 400, vide: 'Écrivez la question.' }),
  aide: texte({ max: 400 }),
  obligatoire: caseCochee(),
  parObjectif: caseCochee(),
  choix: texte({ max: 3000 }),
  max: facultatif(choix(['4', '5', '10'])),
  bas: texte({ max: 60 }),
  haut: texte({ max: 60 }),
  si: facultatif(
    entier({ min: 1, max: maxQuestions, phrase: 'Écrivez le numéro d’une question posée plus haut.' }),
  ),
  siReponse: texte({ max: 400 }),
  sert: facultatif(choix(listeUsages)),
  alerte: texte({ max: 400 }),
})
const fields = z.object({
  genre: choix(listeGenres),
  titre: texte({ min: 2, max: 200, vide: 'Donnez un titre : la personne le lit en premier.' }),
  intro: texte({ max: 1500 }),
  anonyme: caseCochee(),
  parDefaut: caseCochee(),
  revision: entier({ max: 1_000_000 }),
  questions: rangs(rang, {
    min: 1,
    max: maxQuestions,
    phrase: 'Un questionnaire pose au moins une question.',
  }),
})
type Formulaire = FormOf<typeof fields>
type Saisie = z.output<typeof fields>
type Prefixe = `${keyof z.input<typeof fields> & string}[${number}]`

const lignes = (t: string): string[] =>
  t
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '')

/** Les codes que ces mots nomment : « non », « 1, 2 », ou le texte même d’une réponse. */
const codesDe = (q: Parameters<typeof optionsDe>[0], ecrit: string): string[] =>
  ecrit
    .split(/[,;\n]/)
    .map((m) => m.trim())
    .filter((m) => m !== '')
    .map((m) => {
      const options = optionsDe(q)
      const dit =
        options.find((o) => o.value === m.toLowerCase()) ?? options.find((o) => plier(o.label) === plier(m))
      return dit?.value ?? m
    })

/** Du formulaire au contenu, dans l’ordre voulu ; `ordre[i]` est le rang où l’on a écrit la question i. */
const enContenu = (s: Saisie): { readonly contenu: Contenu; readonly ordre: readonly number[] } => {
  const places = s.questions.map((q, i) => ({ i, place: q.place ?? i + 1 }))
  // Une place déjà prise passe avant : écrire « 2 » sur la cinquième la met en deuxième.
  const ordre = places
    .toSorted(
      (a, b) => a.place - b.place || Number(a.place === a.i + 1) - Number(b.place === b.i + 1) || a.i - b.i,
    )
    .map((p) => p.i)
  const questions: Question[] = []
  const parRang = new Map<number, Question>()
  for (const i of ordre) {
    const e = s.questions[i]
    if (!e) continue
    const base = {
      genre: e.genre,
      libelle: e.libelle,
      ...(e.genre === 'choix' || e.genre === 'plusieurs' ? { choix: lignes(e.choix) } : {}),
      ...(e.genre === 'echelle' ? { max: Number(e.max ?? '5') as 4 | 5 | 10 } : {}),
      ...(e.parObjectif || e.genre === 'acquis' ? { parObjectif: true } : {}),
    }
    // Le numéro qu’on écrit est celui qu’on lit à l’écran : le rang du formulaire.
    const avant = e.si === undefined ? undefined : parRang.get(e.si - 1)
    const q: Question = {
      ...base,
      id: idDe(base),
      obligatoire: e.obligatoire,
      ...(e.section ? { section: e.section } : {}),
      ...(e.aide ? { aide: e.aide } : {}),
      ...(e.genre === 'echelle' && e.bas ? { bas: e.bas } : {}),
      ...(e.genre === 'echelle' && e.haut ? { haut: e.haut } : {}),
      ...(e.si === undefined
        ? {}
        : { si: { question: avant?.id ?? '', parmi: avant ? codesDe(avant, e.siReponse) : [] } }),
      ...(e.sert ? { sert: e.sert } : {}),
      ...(e.alerte ? { alerte: codesDe(base, e.alerte) } : {}),
    }
    parRang.set(i, q)
    questions.push(q)
  }
  return { contenu: { intro: s.intro, questions }, ordre }
}

const direCodes = (q: Question, codes: readonly string[]): string =>
  codes
    .map((c) => (q.genre === 'echelle' ? c : (optionsDe(q).find((o) => o.value === c)?.label ?? c)))
    .join(q.genre === 'choix' || q.genre === 'plusieurs' ? ' ; ' : ', ')

const enForm = (
  m: Pick<Modele, 'genre' | 'titre' | 'contenu' | 'anonyme' | 'parDefaut' | 'revision'>,
): Formulaire =>
  emptyForm(undefined, {
    genre: m.genre,
    titre: m.titre,
    intro: m.contenu.intro,
    anonyme: m.anonyme,
    parDefaut: m.parDefaut,
    revision: m.revision,
    questions: m.contenu.questions.map((q, i) => {
      const dont = q.si ? m.contenu.questions.findIndex((x) => x.id === q.si?.question) : -1
      const avant = m.contenu.questions[dont]
      return {
        place: i + 1,
        section: q.section ?? '',
        genre: q.genre,
        libelle: q.libelle,
        aide: q.aide ?? '',
        obligatoire: q.obligatoire,
        parObjectif: q.parObjectif ?? false,
        choix: (q.choix ?? []).join('\n'),
        max: q.max ?? '',
        bas: q.bas ?? '',
        haut: q.haut ?? '',
        si: dont >= 0 ? dont + 1 : '',
        siReponse: avant && q.si ? direCodes(avant, q.si.parmi) : '',
        sert: q.sert ?? '',
        alerte: q.alerte ? direCodes(q, q.alerte) : '',
      }
    }),
  })

const Rang = ({ form, p }: { form: Formulaire; p: Prefixe }) => (
  <>
    <div class="champs">
      <TextArea form={form} name={`${p}.libelle`} label="La question" rows={2} span={2} />
      <SelectField
        form={form}
        name={`${p}.genre`}
        label="On répond par"
        options={listeGenresQuestion.map((value) => ({ value, label: genresQuestion[value] }))}
      />
      <TextArea
        form={form}
        name={`${p}.choix`}
        label="Réponses proposées"
        hint="pour un choix ou plusieurs : une par ligne"
        rows={3}
        span={2}
        optional
      />
      <CheckboxField form={form} name={`${p}.obligatoire`} label="Une réponse est attendue" span={1} />
    </div>
    <details>
      <summary>Partie, note, condition, suivi</summary>
      <div class="champs">
        <Field
          form={form}
          name={`${p}.section`}
          label="Ouvre une partie nommée"
          span={2}
          maxlength={120}
          optional
        />
        <Field
          form={form}
          name={`${p}.place`}
          label="Place"
          hint="pour déplacer la question"
          inputmode="numeric"
        />
        <Field
          form={form}
          name={`${p}.aide`}
          label="Aide sous la question"
          span={3}
          maxlength={400}
          optional
        />
        <SelectField
          form={form}
          name={`${p}.max`}
          label="Note, jusqu’à"
          vide="5"
          options={['4', '5', '10'].map((value) => ({ value, label: value }))}
        />
        <Field form={form} name={`${p}.bas`} label="La plus basse veut dire" maxlength={60} optional />
        <Field form={form} name={`${p}.haut`} label="La plus haute veut dire" maxlength={60} optional />
        <CheckboxField
          form={form}
          name={`${p}.parObjectif`}
          label="Posée pour chaque objectif de l’offre"
          hint="« Acquis » l’est toujours."
          span={3}
        />
        <Field
          form={form}
          name={`${p}.si`}
          label="Seulement si la question"
          hint="son numéro, plus haut"
          inputmode="numeric"
          optional
        />
        <Field
          form={form}
          name={`${p}.siReponse`}
          label="a reçu"
          hint="une ou plusieurs réponses, séparées par « ; » ou une virgule"
          span={2}
          optional
        />
        <SelectField
          form={form}
          name={`${p}.sert`}
          label="Sert aussi à"
          vide="rien d’autre"
          options={listeUsages.map((value) => ({ value, label: usages[value] }))}
        />
        <Field
          form={form}
          name={`${p}.alerte`}
          label="Demande une suite si l’on répond"
          hint="par exemple « 1, 2 » ou « oui »"
          span={2}
          optional
        />
      </div>
    </details>
  </>
)

const Composer = ({ form, modele }: { form: Formulaire; modele: Modele | undefined }) => (
  <Page
    title={modele ? modele.titre : 'Composer un questionnaire'}
    lede={
      modele && modele.versions > 0
        ? 'Il est déjà parti : ce que vous changez ici vaudra pour les prochains envois. Les réponses gardent les mots qu’on leur a posés.'
        : 'Ne demandez que ce qui sert l’action (C. trav., art. L6353-9), et rien de la santé.'
    }
    path={racine}
    alert={form.alert}
    islands={['rangs']}
  >
    <Form
      form={form}
      noms={{ titre: 'Titre', genre: 'Genre', questions: 'Question' }}
      classe="formulaire composer"
    >
      <input type="hidden" name="revision" value={String(modele?.revision ?? 0)} />
      {modele ? <input type="hidden" name="genre" value={modele.genre} /> : null}
      <FieldSection titre="Le questionnaire">
        {modele ? null : (
          <SelectField
            form={form}
            name="genre"
            label="Genre"
            options={listeGenres.map((value) => ({ value, label: genres[value].nom }))}
          />
        )}
        <Field form={form} name="titre" label="Titre" span={2} maxlength={200} />
        <TextArea form={form} name="intro" label="Ce qu’on dit avant les questions" rows={2} optional />
        <CheckboxField
          form={form}
          name="parDefaut"
          label="L’envoyer désormais, à la place du modèle prêt"
          span={3}
        />
        <CheckboxField
          form={form}
          name="anonyme"
          label="Réponses anonymes"
          hint="Ni nom, ni jour. Les résultats se lisent une fois le recueil clos, à partir d’un nombre de réponses que disent les réglages ; personne ne peut être rappelé."
          span={3}
        />
      </FieldSection>
      <FieldSection titre="Les questions" plein>
        <RepeatedRows
          form={form}
          name="questions"
          titre="Question"
          ajouter="Ajouter une question"
          max={maxQuestions}
        >
          {(p) => <Rang form={form} p={p} />}
        </RepeatedRows>
      </FieldSection>
      <Actions libelle={modele ? 'Garder ce modèle' : 'Créer ce modèle'}>
        {modele ? (
          <>
            <a href={apercuUrl({ modele: modele.id })}>Le voir comme on le remplit</a>{' '}
          </>
        ) : null}
        <a href={questionnairesUrl()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
    {modele ? (
      <Section titre="Le retirer" id="retirer" sous="Les versions envoyées et leurs réponses restent.">
        <Confirm
          form={emptyForm()}
          action={withQuery(modeleUrl({ modele: modele.id }), { geste: 'retirer' })}
          titre="Retirer ce modèle ?"
          phrase={`Les prochains envois de « ${genres[modele.genre].nom} » prendront un autre modèle : le modèle prêt, si aucun n’est choisi.`}
          geste="Retirer ce modèle"
          renoncer={{ libelle: 'Le garder', href: questionnairesUrl() }}
        />
      </Section>
    ) : null}
  </Page>
)

const exemple = ['Premier objectif de l’offre', 'Deuxième objectif de l’offre']

const Apercu = ({
  titre,
  contenu,
  genre,
  pret,
  compose,
  suite,
}: {
  titre: string
  contenu: Contenu
  genre: Genre
  pret: boolean
  compose: boolean
  suite: string
}) => (
  <Page
    title={titre}
    lede={`${genres[genre].phrase} RNQ, indicateur${genres[genre].indicateurs.includes(',') ? 's' : ''} ${genres[genre].indicateurs}.`}
    path={racine}
    islands={['conditions']}
  >
    <Section titre="Comme on le remplit" id="apercu" sous="Un exemple : rien ici n’est envoyé.">
      <div class="questionnaire apercu">
        <Questions contenu={developper(contenu, exemple)} form={emptyForm()} />
      </div>
    </Section>
    {compose && pret ? (
      <Section titre="L’adapter" id="adapter" sous="Le modèle prêt reste.">
        <Form form={emptyForm()} classe="">
          <p>Une copie d’ici, que vous changez librement, partira à sa place.</p>
          <p>
            <Button genre="call">Adapter ce modèle</Button>
          </p>
        </Form>
      </Section>
    ) : compose ? (
      <p>
        <a href={suite}>Revenir au modèle</a>
      </p>
    ) : null}
  </Page>
)

const composeOuRien = (v: Visiteur) => ecrit(v, 'questionnaires.composer')

export const modelesPages = new Hono<Env>()
  .get(modelePretUrl.modele, exigerDroit('questionnaires.lire'), (c) => {
    const genre = asGenre(c.req.param('genre'))
    const { db } = c.get('services')
    return pourVisiteur(c, db, async (_tx, visiteur) =>
      genre
        ? c.html(
            <Apercu
              {...modelesPrets[genre]}
              genre={genre}
              pret
              compose={composeOuRien(visiteur)}
              suite={questionnairesUrl()}
            />,
          )
        : notFound(c),
    )
  })
  .post(modelePretUrl.modele, exigerDroit('questionnaires.composer'), async (c) => {
    const genre = asGenre(c.req.param('genre'))
    const { db, clock } = c.get('services')
    const read = await readForm(z.object({}), c)
    return pourVisiteur(c, db, async (tx, visiteur) => {
      if (!genre || !composeOuRien(visiteur)) return notFound(c)
      const id = idDuJeton(read.form.jeton)
      await prendreModelePret(tx, id, genre, clock.now())
      return redirectWith(c, modeleUrl({ modele: id }), {
        genre: 'fait',
        fort: 'Ce modèle est à vous : changez-le, il partira à la place du modèle prêt.',
      })
    })
  })
  .get(apercuUrl.modele, exigerDroit('questionnaires.lire'), (c) => {
    const { db } = c.get('services')
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const id = asId(c.req.param('modele'))
      const m = id && (await lireModele(tx, id))
      return m
        ? c.html(
            <Apercu
              {...m}
              pret={false}
              compose={composeOuRien(visiteur)}
              suite={modeleUrl({ modele: m.id })}
            />,
          )
        : notFound(c)
    })
  })
  .get(modeleUrl.modele, exigerDroit('questionnaires.composer'), (c) => ouvrir(c))
  .post(modeleUrl.modele, exigerDroit('questionnaires.composer'), (c) => garder(c))

const trouver = async (c: Context<Env>, tx: TenantTx): Promise<Modele | 'nouveau' | undefined> => {
  const brut = c.req.param('modele') ?? ''
  if (brut === 'nouveau') return 'nouveau'
  const id = asId(brut)
  return id ? await lireModele(tx, id) : undefined
}

const ouvrir = (c: Context<Env>) => {
  const { db } = c.get('services')
  return pourVisiteur(c, db, async (tx, visiteur) => {
    const m = await trouver(c, tx)
    if (!m || !composeOuRien(visiteur)) return notFound(c)
    if (m !== 'nouveau') return c.html(<Composer form={enForm(m)} modele={m} />)
    const form: Formulaire = emptyForm(undefined, {
      genre: asGenre(lireParam(c, 'genre')) ?? 'chaud',
      parDefaut: false,
      revision: 0,
      questions: [{ place: 1, genre: 'echelle', obligatoire: true }],
    })
    return c.html(<Composer form={form} modele={undefined} />)
  })
}

const garder = async (c: Context<Env>) => {
  const { db, clock } = c.get('services')
  if (c.req.query('geste') === 'retirer') {
    await readForm(z.object({}), c)
    return pourVisiteur(c, db, async (tx, visiteur) => {
      const m = await trouver(c, tx)
      if (!m || m === 'nouveau' || !composeOuRien(visiteur)) return notFound(c)
      await retirerLeModele(tx, m.id, clock.now())
      return redirectWith(c, questionnairesUrl(), {
        genre: 'fait',
        fort: 'Le modèle est retiré ; ce qui en est parti reste.',
      })
    })
  }
  const read = await readForm(fields, c, { rangs: maxQuestions })
  return pourVisiteur(c, db, async (tx, visiteur) => {
    const m = await trouver(c, tx)
    if (!m || !composeOuRien(visiteur)) return notFound(c)
    const modele = m === 'nouveau' ? undefined : m
    const rendre = (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) =>
      c.html(<Composer form={form} modele={modele} />, status)
    if (!read.ok) return rendre(read.form, read.status)
    const s = read.data
    const { contenu, ordre } = enContenu(s)
    const voulu = {
      id: modele?.id ?? idDuJeton(read.form.jeton),
      genre: modele?.genre ?? s.genre,
      titre: s.titre,
      contenu,
      anonyme: s.anonyme,
      parDefaut: s.parDefaut,
    }
    const fait = await garderModele(tx, voulu, modele && s.revision, clock.now())
    if (!fait.ok) {
      const gene = fait.error
      const ou = 'rang' in gene && gene.rang !== undefined ? ordre[gene.rang] : undefined
      return rendre(
        ou === undefined || !('champ' in gene && gene.champ)
          ? withAlert(read.form, gene.code === 'perime' ? gene.phrase : gene)
          : withErrors(read.form, { [`questions[${ou}].${gene.champ}`]: gene.phrase }),
        gene.code === 'perime' ? 409 : 422,
      )
    }
    return redirectWith(c, modeleUrl({ modele: voulu.id }), {
      genre: 'fait',
      fort: 'Le modèle est gardé.',
      lien: { libelle: 'Le voir comme on le remplit', href: apercuUrl({ modele: voulu.id }) },
    })
  })
}

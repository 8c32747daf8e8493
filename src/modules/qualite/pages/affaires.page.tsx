// Long parce que une affaire se liste, s’ouvre, se lit et se suit sous les mêmes droits : coupés, ils divergeraient.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de, plier } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  ButtonLink,
  Empty,
  Etat,
  Exporter,
  Field,
  FieldSection,
  FilterField,
  Filters,
  Form,
  Page,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { enCsv, repondreCsv } from '#web/csv.ts'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type Affaire, lireAffaire, lireLectures, listerAffaires } from '../db/affaires.ts'
import { lireStagiaire } from '../db/parcours.ts'
import { sessionDeNumero } from '../db/registre.ts'
import {
  direRecue,
  type GenreAffaire,
  type GenreSuite,
  genresAffaire,
  motsAuteur,
  motsSuite,
  suitesOffertes,
  tientLAffaire,
} from '../domain/affaires.ts'
import { majuscule } from '../domain/mots.ts'
import {
  lireLesMots,
  type MotsLus,
  ouvrirAffaire,
  refuserLecture,
  suivreAffaire,
} from '../gestes/tenir-affaire.ts'
import { aujourdhui, type Equipe, lireEquipe } from '../lecture/lire-score.ts'
import {
  affairesCsvUrl,
  affairesUrl,
  affaireUrl,
  nouvelleAffaireUrl,
  nouvelleLigneUrl,
  parcoursUrl,
  recitUrl,
} from '../liens.ts'
import { enseigneDe, idDuJeton, lireParam, racine } from './commun.ts'

const cles = <T extends object>(mots: T) => Object.keys(mots) as [keyof T & string, ...(keyof T & string)[]]
const genres = cles(genresAffaire)

const champs = z.object({
  genre: choix(genres),
  auteur: choix(cles(motsAuteur)),
  objet: texte({ min: 2, max: 200, vide: 'Dites en quelques mots de quoi il s’agit, sans nommer personne.' }),
  recuLe: date(),
  session: facultatif(texte({ max: 20 })),
  confieA: facultatif(texte({ max: 40 })),
  recit: texte({ min: 3, max: 8_000, vide: 'Racontez ce qui s’est passé.' }),
})
const champsSuite = z.object({
  genre: choix(cles(motsSuite)),
  le: date(),
  confieA: facultatif(texte({ max: 40 })),
  texte: texte({ min: 2, max: 4_000, vide: 'Dites ce qui a été répondu, ou fait.' }),
})
type Formulaire = FormOf<typeof champs>
type FormSuite = FormOf<typeof champsSuite>
const jour = (j: string) => formaterDate(j as DateCivile, 'court')

const etatDe = (a: Affaire) =>
  a.suites.some((s) => s.genre === 'cloture') ? (
    <Etat etat="prouve" mot="close" />
  ) : a.suites.length > 0 ? (
    <Etat etat="partiel" mot="en cours" />
  ) : (
    <Etat etat="a-venir" mot="reçue" />
  )

/** Ce qui est protégé ne dit à qui n’a pas à le lire ni son objet, ni sa session, ni de qui il vient : à deux, ce serait nommer. */
const ouvert = (a: Affaire, visiteur: Visiteur): boolean =>
  !genresAffaire[a.genre].protege || tient(a, 'lit', visiteur)
const tient = (a: Affaire, quoi: 'lit' | 'suit', v: Visiteur): boolean =>
  tientLAffaire(a, quoi, { compte: v.personneId, peut: (droit) => peutVisiteur(v, droit) })
const offertes = (a: Affaire, v: Visiteur): readonly GenreSuite[] =>
  suitesOffertes(a, { compte: v.personneId, peut: (droit) => peutVisiteur(v, droit) })
const objetDe = (a: Affaire, visiteur: Visiteur) => (ouvert(a, visiteur) ? a.objet : 'contenu restreint')
const sessionDe = (a: Affaire, visiteur: Visiteur) => (ouvert(a, visiteur) ? (a.numero ?? '') : '')

const Liste = ({
  affaires,
  q,
  visiteur,
}: {
  affaires: readonly Affaire[]
  q: string
  visiteur: Visiteur
}) => (
  <Page
    title="Ce qui arrive"
    path={racine}
    lede="Réclamations, difficultés, aléas, signalements, demandes d’adaptation : chacun est reçu, traité, clos. Le récit est chiffré ; celui d’un signalement ou d’une adaptation, et ce qui en est fait, ne s’ouvrent qu’à qui doit les lire, et la lecture se voit."
  >
    <p>
      <ButtonLink href={nouvelleAffaireUrl()} genre="call">
        Signaler ce qui arrive
      </ButtonLink>
    </p>
    {affaires.length === 0 && q === '' ? (
      <Empty titre="Rien n’est encore arrivé">
        Un registre vide est admis s’il est tenu : la première réclamation, même orale, s’écrit ici.
      </Empty>
    ) : (
      <>
        <Filters label="Chercher une affaire" action={affairesUrl()}>
          <FilterField name="q" label="Mots" value={q} />
        </Filters>
        {affaires.length === 0 ? (
          <Empty titre="Aucune affaire ne dit cela">Essayez un autre mot, ou videz la recherche.</Empty>
        ) : (
          <Table
            legende="Ce qui est arrivé"
            lignes={affaires}
            colonnes={[
              { titre: 'Reçue le', cell: (a) => jour(a.recuLe) },
              {
                titre: 'Objet',
                entete: true,
                cell: (a) => <a href={affaireUrl({ affaire: a.id })}>{objetDe(a, visiteur)}</a>,
              },
              {
                titre: 'Genre',
                cell: (a) => (
                  <>
                    {majuscule(genresAffaire[a.genre].nom)}
                    {a.confieA ? (
                      <small>
                        {a.confieA === visiteur.personneId
                          ? 'vous est confié'
                          : 'confié hors de la direction'}
                      </small>
                    ) : null}
                  </>
                ),
              },
              { titre: 'Session', cell: (a) => sessionDe(a, visiteur) },
              { titre: 'État', cell: etatDe },
            ]}
          />
        )}
        <p>
          <Exporter href={affairesCsvUrl()} titre="Exporter, sans aucun récit" />
        </p>
      </>
    )}
  </Page>
)

/** À qui un signalement peut être confié, hors de la direction. */
type Membres = readonly { readonly value: string; readonly label: string }[]

const Ouvrir = ({
  form,
  offerts,
  pour,
  membres,
}: {
  form: Formulaire
  offerts: readonly GenreAffaire[]
  pour?: string | undefined
  membres: Membres
}) => (
  <Page
    title={pour ? `Demande d’adaptation ${de(pour)}` : 'Signaler ce qui arrive'}
    path={[...racine, { libelle: 'Ce qui arrive', href: affairesUrl() }]}
    lede="Toute l’équipe lit l’objet : il ne nomme personne et ne dit rien de la santé. Le récit, lui, est chiffré ; l’objet d’un signalement ou d’une adaptation l’est avec lui."
    alert={form.alert}
  >
    <Form
      form={form}
      noms={{
        genre: 'Genre',
        auteur: 'Venu de',
        objet: 'Objet',
        recuLe: 'Reçue le',
        session: 'Session',
        confieA: 'Confié à',
        recit: 'Récit',
      }}
    >
      <FieldSection titre="Ce qui arrive">
        <SelectField
          form={form}
          name="genre"
          label="Genre"
          vide="choisir"
          options={offerts.map((g) => ({ value: g, label: majuscule(genresAffaire[g].nom) }))}
          span={2}
        />
        <Field form={form} name="recuLe" label="Reçue le" />
        <Field
          form={form}
          name="objet"
          label="Objet"
          span={2}
          maxlength={200}
          hint="en quelques mots, sans nommer personne"
        />
        <SelectField
          form={form}
          name="auteur"
          label="Venu de"
          vide="choisir"
          options={Object.entries(motsAuteur).map(([value, label]) => ({ value, label }))}
        />
        {pour ? null : (
          <Field
            form={form}
            name="session"
            label="Session"
            optional
            hint="son numéro, si l’affaire en vient"
          />
        )}
        {pour || membres.length === 0 ? null : (
          <SelectField
            form={form}
            name="confieA"
            label="Un signalement : confié à"
            vide="la direction"
            optional
            options={membres}
            span={2}
            hint="si la direction ne doit pas le lire : cette personne seule le lit et le traite. Si elle part, vous en choisissez une autre ; la direction ne le lit que si vous êtes parties toutes les deux."
          />
        )}
        <TextArea
          form={form}
          name="recit"
          label="Récit"
          rows={6}
          hint="les faits, les mots de la personne ; chiffré"
        />
      </FieldSection>
      <Actions libelle="Garder">
        <a href={affairesUrl()}>Revenir sans rien écrire</a>
      </Actions>
    </Form>
  </Page>
)

type VueProps = {
  readonly a: Affaire
  readonly visiteur: Visiteur
  readonly equipe: Equipe
  readonly lectures: readonly { accordee: boolean; quoi: string; le: Date; par: string | null }[]
  readonly form: FormSuite | undefined
  /** À qui ce signalement peut passer. */
  readonly membres: Membres
  readonly mots?: MotsLus | undefined
}

const Vue = ({ a, visiteur, equipe, lectures, form, mots, membres }: VueProps) => {
  const genre = genresAffaire[a.genre]
  const suites = offertes(a, visiteur)
  const recit = mots && (mots.recit ?? 'Ce récit ne se déchiffre pas avec la clé de cette instance.')
  return (
    <Page
      title={objetDe(a, visiteur)}
      path={[...racine, { libelle: 'Ce qui arrive', href: affairesUrl() }]}
      lede={`${majuscule(genre.nom)}${a.confieA ? (a.confieA === visiteur.personneId ? ', qui vous est confié' : ', confié hors de la direction') : ''}, ${direRecue(a.genre, jour(a.recuLe), ouvert(a, visiteur) ? (a.auteur as keyof typeof motsAuteur) : undefined)}${sessionDe(a, visiteur) ? `, session ${a.numero}` : ''}.`}
      facts={<p>{etatDe(a)}</p>}
    >
      <Section
        titre="Le récit"
        id="recit"
        sous={genre.protege ? 'Protégé : chaque lecture, et chaque refus, reste écrite.' : undefined}
      >
        {recit === undefined && visiteur.lectureSeule === true ? (
          <p>Un accès de lecture n’ouvre pas les récits : ils se demandent à qui suit l’affaire.</p>
        ) : recit === undefined ? (
          <Form form={emptyForm()} action={recitUrl({ affaire: a.id })} classe="">
            <Button genre="main">Lire le récit</Button>
          </Form>
        ) : (
          recit.split('\n').map((l) => <p>{l}</p>)
        )}
      </Section>
      <Section
        titre="Ce qui a été fait"
        id="suites"
        sous={
          suites.includes('confie') && a.delaissee
            ? 'La personne à qui ce signalement est confié n’est plus de l’équipe : choisissez-en une autre.'
            : undefined
        }
      >
        {a.suites.length === 0 ? (
          <p>Rien encore.</p>
        ) : (
          <Table
            legende="Suites données"
            lignes={a.suites}
            colonnes={[
              { titre: 'Le', entete: true, cell: (s) => jour(s.le) },
              { titre: 'Quoi', cell: (s) => majuscule(motsSuite[s.genre]) },
              {
                titre: 'En clair',
                cell: (s) =>
                  s.texte ??
                  mots?.suites.get(s.id) ??
                  (ouvert(a, visiteur) ? 'chiffré, se lit avec le récit' : 'contenu restreint'),
              },
              {
                titre: 'Par',
                cell: (s) =>
                  ouvert(a, visiteur) ? (equipe.nomDe(s.par) ?? 'une personne partie') : 'contenu restreint',
              },
            ]}
          />
        )}
        {form ? (
          <Form
            form={form}
            action={affaireUrl({ affaire: a.id })}
            noms={{ genre: 'Suite', le: 'Le', confieA: 'Confié à', texte: 'En clair' }}
          >
            <FieldSection titre="Donner une suite">
              <SelectField
                form={form}
                name="genre"
                label="Suite"
                vide="choisir"
                options={suites.map((s) => ({ value: s, label: majuscule(motsSuite[s]) }))}
                span={2}
              />
              <Field form={form} name="le" label="Le" />
              {suites.includes('confie') ? (
                <SelectField
                  form={form}
                  name="confieA"
                  label="Confié à"
                  vide="personne d’autre"
                  optional
                  options={membres}
                  span={2}
                  hint="pour le passer à quelqu’un d’autre, qui seul le lit et le traite alors"
                />
              ) : null}
              <TextArea
                form={form}
                name="texte"
                label="En clair"
                rows={3}
                hint={
                  a.genre === 'adaptation'
                    ? 'la mesure, telle que la recevra qui anime ; jamais le diagnostic'
                    : 'ce qui a été répondu, ou fait'
                }
              />
            </FieldSection>
            <Actions libelle="Garder la suite" genre="main" />
          </Form>
        ) : null}
      </Section>
      {!genre.protege && peutVisiteur(visiteur, 'registres.tenir') && visiteur.lectureSeule !== true ? (
        <Section
          titre="Ce que l’on en tire"
          id="action"
          sous="Un retard ne se rattrape pas : une action close, qui vient de cette affaire, le corrige (indicateurs 31 et 32)."
        >
          <p>
            <ButtonLink href={withQuery(nouvelleLigneUrl({ genre: 'action' }), { affaire: a.id })}>
              Ouvrir une action d’amélioration
            </ButtonLink>
          </p>
        </Section>
      ) : null}
      {lectures.length > 0 ? (
        <Section titre="Qui l’a lu" id="lectures">
          <Table
            legende="Lectures"
            lignes={lectures}
            colonnes={[
              {
                titre: 'Le',
                entete: true,
                cell: (l) => formaterDate(jourLocal(l.le, ZONE_PAR_DEFAUT), 'court'),
              },
              { titre: 'Qui', cell: (l) => equipe.nomDe(l.par) ?? 'une personne partie' },
              { titre: 'Quoi', cell: (l) => (l.quoi === 'mesures' ? 'les mesures' : 'le récit') },
              { titre: 'Réponse', cell: (l) => (l.accordee ? 'lu' : 'refusé, sans en avoir le droit') },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}

const voit = (v: Visiteur): boolean =>
  peutVisiteur(v, 'qualite.lire') ||
  peutVisiteur(v, 'evenements.signaler') ||
  peutVisiteur(v, 'handicap.lire')

export const affairesPages = ({ db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>) => {
  /** La liste : toute la qualité pour qui la lit ; ce qu’elle a elle-même signalé pour les autres. */
  const visibles = async (tx: TenantTx, v: Visiteur) => {
    const toutes = await listerAffaires(tx, genres)
    return toutes.filter(
      (a) =>
        (a.genre === 'adaptation' && peutVisiteur(v, 'handicap.lire')) ||
        peutVisiteur(v, 'qualite.lire') ||
        a.confieA === v.personneId ||
        (a.par === v.personneId && a.genre !== 'adaptation'),
    )
  }
  const offerts = (v: Visiteur): GenreAffaire[] =>
    genres.filter((g) => g !== 'adaptation' && peutVisiteur(v, genresAffaire[g].ouvre))
  const pour = (c: Context<Env>, work: (tx: TenantTx, a: Affaire, visiteur: Visiteur) => Promise<Response>) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const id = asId(c.req.param('affaire') ?? '')
      const a = id && (await lireAffaire(tx, id))
      return a && (await visibles(tx, visiteur)).some((x) => x.id === a.id)
        ? work(tx, a, visiteur)
        : notFound(c)
    })
  const rendre = async (
    c: Context<Env>,
    tx: TenantTx,
    a: Affaire,
    visiteur: Visiteur,
    t: { form?: FormSuite; mots?: MotsLus } = {},
    status: 200 | 409 | 413 | 415 | 422 = 200,
  ) => {
    const genre = genresAffaire[a.genre]
    const offre = offertes(a, visiteur)
    const suit = offre.length > 0 && !a.suites.some((s) => s.genre === 'cloture')
    const vide = emptyForm<keyof z.input<typeof champsSuite> & string>(undefined, {
      le: formaterDate(aujourdhui(clock.now()), 'chiffres'),
    })
    return c.html(
      <Vue
        a={a}
        visiteur={visiteur}
        equipe={await lireEquipe(tx)}
        lectures={genre.protege && tient(a, 'lit', visiteur) ? await lireLectures(tx, a.id) : []}
        form={suit ? (t.form ?? vide) : undefined}
        membres={suit && offre.includes('confie') ? await aQuiConfier(tx, a.confieA) : []}
        mots={t.mots}
      />,
      status,
    )
  }
  /** L’équipe, sans la direction ni qui ne fait que lire. */
  const aQuiConfier = async (tx: TenantTx, sauf: string | null = null): Promise<Membres> =>
    (await adhesions(tx))
      .filter(
        (m) =>
          !m.enAttente &&
          m.au === null &&
          m.compte !== sauf &&
          !m.roles.includes('responsable') &&
          !m.roles.includes('auditeur'),
      )
      .map((m) => ({ value: m.compte as string, label: `${m.prenom} ${m.nom}`.trim() }))
  /** L’inscription d’une demande d’adaptation, dite par l’adresse. */
  const stagiaireDe = async (c: Context<Env>, tx: TenantTx) => {
    const [session, inscription] = [asId(lireParam(c, 'session')), asId(lireParam(c, 'inscription'))]
    return session && inscription ? lireStagiaire(tx, session, inscription) : undefined
  }
  return new Hono<Env>()
    .get(affairesUrl(), exigerDroit('organisme.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        if (!voit(visiteur)) return forbidden(c, droits['evenements.signaler'].phrase)
        const q = lireParam(c, 'q').trim()
        const mots = plier(q)
          .split(' ')
          .filter((m) => m !== '')
        const lues = (await visibles(tx, visiteur)).filter((a) => {
          const dit = plier(`${objetDe(a, visiteur)} ${genresAffaire[a.genre].nom} ${sessionDe(a, visiteur)}`)
          return mots.every((m) => dit.includes(m))
        })
        return c.html(<Liste affaires={lues} q={q} visiteur={visiteur} />)
      }),
    )
    .get(affairesCsvUrl(), exigerDroit('qualite.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) =>
        repondreCsv(
          c,
          'ce-qui-arrive',
          enCsv(
            ['recue_le', 'genre', 'objet', 'venu_de', 'session', 'suites'],
            (await visibles(tx, visiteur)).map((a) => [
              a.recuLe,
              genresAffaire[a.genre].nom,
              objetDe(a, visiteur),
              ouvert(a, visiteur) ? a.auteur : '',
              sessionDe(a, visiteur),
              a.suites.map((s) => `${jour(s.le)}, ${motsSuite[s.genre]}`).join(' ; '),
            ]),
          ),
        ),
      ),
    )
    .get(nouvelleAffaireUrl.modele, exigerDroit('organisme.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const s = await stagiaireDe(c, tx)
        const adaptation = s !== undefined && peutVisiteur(visiteur, 'handicap.ecrire')
        if (s && !adaptation) return forbidden(c, droits['handicap.ecrire'].phrase)
        if (!adaptation && offerts(visiteur).length === 0)
          return forbidden(c, droits['evenements.signaler'].phrase)
        const form = emptyForm<keyof z.input<typeof champs> & string>(undefined, {
          recuLe: formaterDate(aujourdhui(clock.now()), 'chiffres'),
          ...(adaptation ? { genre: 'adaptation', auteur: 'stagiaire', objet: 'Adapter le parcours' } : {}),
        })
        return c.html(
          <Ouvrir
            form={form}
            offerts={adaptation ? ['adaptation'] : offerts(visiteur)}
            membres={await aQuiConfier(tx)}
            pour={adaptation ? s.nom : undefined}
          />,
        )
      }),
    )
    .post(nouvelleAffaireUrl.modele, exigerDroit('organisme.lire'), async (c) => {
      const read = await readForm(champs, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const s = await stagiaireDe(c, tx)
        const permis: readonly GenreAffaire[] = s
          ? peutVisiteur(visiteur, 'handicap.ecrire')
            ? ['adaptation']
            : []
          : offerts(visiteur)
        if (permis.length === 0)
          return forbidden(c, droits[s ? 'handicap.ecrire' : 'evenements.signaler'].phrase)
        const membres = await aQuiConfier(tx)
        const reprendre = (form: Formulaire, status: 200 | 413 | 415 | 422) =>
          c.html(<Ouvrir form={form} offerts={permis} pour={s?.nom} membres={membres} />, status)
        if (!read.ok) return reprendre(read.form, read.status)
        if (!permis.includes(read.data.genre))
          return reprendre(withErrors(read.form, { genre: 'Choisissez une réponse de la liste.' }), 422)
        const { confieA = null } = read.data
        if (confieA !== null && !membres.some((x) => x.value === confieA))
          return reprendre(withErrors(read.form, { confieA: 'Choisissez une personne de la liste.' }), 422)
        if (confieA !== null && read.data.genre !== 'signalement')
          return reprendre(
            withErrors(read.form, { confieA: 'Seul un signalement se confie : laissez « la direction ».' }),
            422,
          )
        const session =
          s?.session ?? (read.data.session ? await sessionDeNumero(tx, read.data.session) : null)
        if (session === undefined)
          return reprendre(withErrors(read.form, { session: 'Aucune session ne porte ce numéro.' }), 422)
        const activite = s?.activite ?? (await enseigneDe(tx, visiteur))
        if (!activite) return notFound(c)
        const id = idDuJeton(read.form.jeton)
        const fait = await ouvrirAffaire(
          tx,
          keys,
          { ...read.data, confieA, id, activite, session, inscription: s?.inscription ?? null },
          { jour: aujourdhui(clock.now()), le: clock.now() },
        )
        if (!fait.ok) return reprendre(withErrors(read.form, { recuLe: fait.error.phrase }), 422)
        return redirectWith(
          c,
          s ? parcoursUrl({ session: s.session, inscription: s.inscription }) : affairesUrl(),
          { genre: 'fait', fort: 'C’est reçu, et gardé.' },
        )
      })
    })
    .get(affaireUrl.modele, exigerDroit('organisme.lire'), (c) =>
      pour(c, (tx, a, visiteur) => rendre(c, tx, a, visiteur)),
    )
    .post(recitUrl.modele, exigerDroit('organisme.lire'), (c) =>
      pour(c, async (tx, a, visiteur) => {
        const genre = genresAffaire[a.genre]
        if (!tient(a, 'lit', visiteur)) {
          // En lecture seule, la base refuserait la ligne : la session d’assistance a déjà sa propre trace.
          if (!visiteur.lectureSeule) await refuserLecture(tx, a, clock.now())
          return forbidden(
            c,
            `${a.confieA ? 'Ce signalement est confié hors de la direction : seule la personne choisie le lit.' : droits[genre.lit].phrase} Votre demande est écrite au registre des lectures.`,
          )
        }
        if (visiteur.lectureSeule && genre.protege)
          return forbidden(
            c,
            'Un récit protégé ne se lit pas en lecture seule : la lecture ne pourrait pas être écrite.',
          )
        return rendre(c, tx, a, visiteur, { mots: await lireLesMots(tx, keys, a, clock.now()) })
      }),
    )
    .post(affaireUrl.modele, exigerDroit('organisme.lire'), async (c) => {
      const read = await readForm(champsSuite, c)
      return pour(c, async (tx, a, visiteur) => {
        const offre = offertes(a, visiteur)
        if (offre.length === 0) return forbidden(c, droits[genresAffaire[a.genre].suit].phrase)
        if (!read.ok) return rendre(c, tx, a, visiteur, { form: read.form }, read.status)
        const { genre, confieA = null } = read.data
        const passe = genre === 'confie'
        const faute = !offre.includes(genre)
          ? { genre: 'Choisissez une réponse de la liste.' }
          : passe && !(await aQuiConfier(tx, a.confieA)).some((x) => x.value === confieA)
            ? { confieA: 'Choisissez une personne de la liste.' }
            : !passe && confieA !== null
              ? { confieA: 'Pour le confier, choisissez cette suite : « confié à une autre personne ».' }
              : undefined
        if (faute) return rendre(c, tx, a, visiteur, { form: withErrors(read.form, faute) }, 422)
        const fait = await suivreAffaire(
          tx,
          keys,
          a,
          { ...read.data, confieA, id: idDuJeton(read.form.jeton) },
          { jour: aujourdhui(clock.now()), le: clock.now() },
        )
        if (!fait.ok)
          return rendre(
            c,
            tx,
            a,
            visiteur,
            { form: withErrors(read.form, { [fait.error.champ]: fait.error.phrase }) },
            422,
          )
        return redirectWith(c, affaireUrl({ affaire: a.id }), { genre: 'fait', fort: 'La suite est gardée.' })
      })
    })
}

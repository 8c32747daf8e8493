// Long parce que les quatre suites d’une réponse s’ouvrent d’une même lecture, chacune avec son droit.
/** D’une réponse à un questionnaire, en un geste : une affaire, une action, une entrée de stagiaire, une demande d’adaptation. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { type Droit, droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import {
  demandeUneAdaptation,
  ditLEntree,
  donnerSuite,
  genres,
  lireDemande,
  lireRecueil,
  lireReponse,
  reponseUrl,
  suitesDe,
} from '#modules/questionnaires/index.ts'
import { estSienne, lireSession } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireEntrees, lireStagiaire } from '../db/parcours.ts'
import { genresAffaire } from '../domain/affaires.ts'
import { majuscule } from '../domain/mots.ts'
import { garderEntree } from '../gestes/suivre-parcours.ts'
import { ouvrirAffaire } from '../gestes/tenir-affaire.ts'
import { tenirLigne } from '../gestes/tenir-registre.ts'
import { aujourdhui, lireRegard } from '../lecture/lire-score.ts'
import { reprendreReponse } from '../lecture/reprendre-reponse.ts'
import {
  actionDeReponseUrl,
  adaptationDeReponseUrl,
  affaireDeReponseUrl,
  affaireUrl,
  besoinDeReponseUrl,
  ligneUrl,
  parcoursUrl,
} from '../liens.ts'
import { idDeLaSuiteProtegee, idDuJeton, racine } from './commun.ts'
import {
  champsEntree,
  enEntree,
  enForm,
  type FormEntree,
  nomsDeLEntree,
  SectionsDeLEntree,
} from './parcours.page.tsx'

const genresOuverts = ['reclamation', 'difficulte', 'alea', 'signalement'] as const
const recit = texte({ min: 3, max: 8_000, vide: 'Racontez ce qui s’est passé.' })
const champsAffaire = z.object({
  genre: choix(genresOuverts),
  objet: texte({ min: 2, max: 200, vide: 'Dites en quelques mots de quoi il s’agit, sans nommer personne.' }),
  recuLe: date(),
  recit,
})
const champsAdaptation = z.object({ recuLe: date(), recit })
const champsAction = z.object({
  titre: texte({ min: 2, max: 300, vide: 'Nommez l’action.' }),
  le: date(),
  cause: texte({ min: 3, max: 4_000, vide: 'Écrivez la cause que vous voyez.' }),
  correction: texte({ min: 3, max: 4_000, vide: 'Écrivez ce que l’on fait.' }),
})

type CadreProps = { readonly titre: string; readonly lede: string; readonly retour: Retour }
/** Où revenir : la réponse, pour qui la lit ; la personne référente qui n’en lit rien d’autre n’y revient pas. */
type Retour = { readonly reponse: string; readonly lit: boolean; readonly grille: boolean }

const revenir = (r: Retour) =>
  r.lit ? <a href={reponseUrl({ reponse: r.reponse })}>Revenir à la réponse</a> : null

const Cadre = ({ titre, lede, retour, children }: CadreProps & { children?: unknown }) => (
  <Page
    title={titre}
    lede={lede}
    path={[
      ...(retour.grille ? racine : []),
      ...(retour.lit ? [{ libelle: 'La réponse', href: reponseUrl({ reponse: retour.reponse }) }] : []),
    ]}
  >
    {children as never}
  </Page>
)

const Affaire = ({ form, retour }: { form: FormOf<typeof champsAffaire>; retour: Retour }) => (
  <Cadre
    titre="En faire une réclamation"
    lede="Accusé, réponse et clôture s’écriront au registre de ce qui arrive. L’objet ne nomme personne ; le récit est chiffré. Un signalement de violences, de harcèlement ou de discrimination ne se lit ensuite que par la direction."
    retour={retour}
  >
    <Form form={form} noms={{ genre: 'Genre', objet: 'Objet', recuLe: 'Reçue le', recit: 'Récit' }}>
      <FieldSection titre="Ce qui arrive">
        <SelectField
          form={form}
          name="genre"
          label="Genre"
          options={genresOuverts.map((value) => ({ value, label: majuscule(genresAffaire[value].nom) }))}
          span={2}
        />
        <Field form={form} name="recuLe" label="Reçue le" />
        <Field form={form} name="objet" label="Objet" span={3} maxlength={200} />
        <TextArea form={form} name="recit" label="Récit" rows={6} />
      </FieldSection>
      <Actions libelle="Ouvrir cette affaire">{revenir(retour)}</Actions>
    </Form>
  </Cadre>
)

const Adaptation = ({
  form,
  qui,
  retour,
}: {
  form: FormOf<typeof champsAdaptation>
  qui: string
  retour: Retour
}) => (
  <Cadre
    titre="Ouvrir la demande d’adaptation"
    lede={`${qui} demande un échange ou un aménagement. Son récit est chiffré, seules les personnes référentes handicap le lisent ; la réponse dira seulement qu’une suite est donnée.`}
    retour={retour}
  >
    <Form form={form} noms={{ recuLe: 'Demandée le', recit: 'Récit' }}>
      <FieldSection titre="La demande">
        <Field form={form} name="recuLe" label="Demandée le" />
        <TextArea
          form={form}
          name="recit"
          label="Récit"
          rows={5}
          hint="ce dont la personne a besoin ; chiffré"
        />
      </FieldSection>
      <Actions libelle="Ouvrir la demande">{revenir(retour)}</Actions>
    </Form>
  </Cadre>
)

const Action = ({ form, retour }: { form: FormOf<typeof champsAction>; retour: Retour }) => (
  <Cadre
    titre="En faire une action d’amélioration"
    lede="Elle vient d’une appréciation (indicateur 32) et ne se clôt que son effet vérifié."
    retour={retour}
  >
    <Form
      form={form}
      noms={{ titre: 'Action', le: 'Ouverte le', cause: 'Cause', correction: 'Ce que l’on fait' }}
    >
      <FieldSection titre="L’action">
        <Field form={form} name="titre" label="Action" span={2} maxlength={300} />
        <Field form={form} name="le" label="Ouverte le" />
        <TextArea
          form={form}
          name="cause"
          label="Cause"
          rows={5}
          hint="ce que dit la réponse : gardez ce qui la motive, sans nommer personne"
        />
        <TextArea form={form} name="correction" label="Ce que l’on fait" rows={3} />
      </FieldSection>
      <Actions libelle="Ouvrir cette action">{revenir(retour)}</Actions>
    </Form>
  </Cadre>
)

const Besoin = ({
  form,
  qui,
  prerequis,
  retour,
}: {
  form: FormEntree
  qui: string
  prerequis: string
  retour: Retour
}) => (
  <Cadre
    titre="En tirer le besoin et le positionnement"
    lede={`L’entrée de ${qui}, remplie de sa réponse : relisez, complétez, gardez. Ce que seule la personne référente handicap lit n’y est pas repris.`}
    retour={retour}
  >
    <Form form={form} noms={nomsDeLEntree}>
      <input type="hidden" name="rang" value={form.values.get('rang')?.[0] ?? '0'} />
      <SectionsDeLEntree form={form} prerequis={prerequis} />
      <Actions libelle="Garder l’entrée">{revenir(retour)}</Actions>
    </Form>
  </Cadre>
)

const auteurs = {
  entreprise: 'entreprise',
  financeur: 'financeur',
  intervenant: 'formateur',
  stagiaire: 'stagiaire',
  evaluateur: 'formateur',
} as const

/** La réponse, et ce qu’elle donne à écrire. Rien : elle n’est pas d’ici, elle est effacée, ou ce visiteur n’a pas à la suivre. */
const trouver = async (c: Context<Env>, tx: TenantTx, visiteur: Visiteur, droit: Droit) => {
  const id = asId(c.req.param('reponse') ?? '')
  const reponse = id && (await lireReponse(tx, id))
  const recueil = reponse && (await lireRecueil(tx, reponse.campagne))
  const demande = reponse && (await lireDemande(tx, reponse.demande))
  if (!reponse || reponse.effaceeLe || !recueil || !demande) return undefined
  const session = asId<'Session'>(recueil.session ?? '')
  const lue = session && (await lireSession(tx, session))
  const objet = { estSien: lue !== undefined && estSienne(lue, visiteur.personneId) }
  const lit = peutVisiteur(visiteur, 'questionnaires.envoyer', objet)
  const { questions } = recueil.contenu
  // La personne référente ouvre la demande qu’on lui adresse, sans avoir à lire le reste de la réponse.
  const adresse = droit === 'handicap.ecrire' && demandeUneAdaptation(questions, reponse.valeurs)
  if (!(droit === 'handicap.ecrire' ? adresse : lit)) return undefined
  if (droit === 'parcours.suivre' && !ditLEntree(recueil.genre)) return undefined
  const { inscription } = demande
  return {
    reponse,
    recueil,
    peut: peutVisiteur(visiteur, droit, objet),
    retour: {
      reponse: reponse.id,
      lit: peutVisiteur(visiteur, 'questionnaires.lire', objet),
      grille: peutVisiteur(visiteur, 'qualite.lire'),
    },
    repris: reprendreReponse(questions, reponse.valeurs),
    stagiaire: session && inscription ? await lireStagiaire(tx, session, inscription) : undefined,
  }
}
type Trouvee = NonNullable<Awaited<ReturnType<typeof trouver>>>
type Stagiaire = NonNullable<Trouvee['stagiaire']>

/** L’entrée telle que la réponse la remplit ; ce qui est déjà écrit reste, et se relit. Reprise une fois, elle ne s’ajoute pas encore. */
const entreeReprise = async (tx: TenantTx, t: Trouvee, s: Stagiaire): Promise<FormEntree> => {
  const [ecrite] = await lireEntrees(tx, s.inscription)
  if (ecrite && (await suitesDe(tx, t.reponse.id)).some((x) => x.genre === 'besoin')) return enForm(ecrite)
  const le = formaterDate(t.reponse.le, 'chiffres')
  // Trop long, le texte reste entier : le formulaire le dit quand on le garde.
  const apres = (deja: string | undefined) => [deja ?? '', t.repris.recit].filter(Boolean).join('\n\n')
  return enForm(
    ecrite,
    t.recueil.genre === 'positionnement'
      ? {
          ...(ecrite?.positionneLe ? {} : { positionneLe: le, moyen: 'autoevaluation' }),
          resultat: apres(ecrite?.resultat),
        }
      : { ...(ecrite ? {} : { recueilliLe: le }), besoin: apres(ecrite?.besoin) },
  )
}

export const suiteDeReponsePage = ({ db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>) => {
  const avec = (
    c: Context<Env>,
    droit: Droit,
    work: (tx: TenantTx, t: Trouvee, visiteur: Visiteur) => Promise<Response>,
  ) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const t = await trouver(c, tx, visiteur, droit)
      if (!t) return notFound(c)
      return t.peut ? work(tx, t, visiteur) : forbidden(c, droits[droit].phrase)
    })
  const avecStagiaire = (
    c: Context<Env>,
    droit: Droit,
    work: (tx: TenantTx, t: Trouvee, s: Stagiaire) => Promise<Response>,
  ) => avec(c, droit, async (tx, t) => (t.stagiaire ? work(tx, t, t.stagiaire) : notFound(c)))
  const suivre = (
    tx: TenantTx,
    t: Trouvee,
    genre: Parameters<typeof donnerSuite>[2]['genre'],
    { id, mots, objet, le }: { id: string; mots: string; objet: string | null; le: Date },
  ) =>
    donnerSuite(
      tx,
      t.reponse.id,
      {
        // Protégée, elle ne porte pas l’identifiant de l’affaire, qui la nommerait.
        id: genre === 'protegee' ? idDeLaSuiteProtegee(t.reponse.id) : id,
        genre,
        le: aujourdhui(le),
        texte: mots.slice(0, 2_000),
        objet,
      },
      { jour: aujourdhui(le), le },
    )

  return new Hono<Env>()
    .get(affaireDeReponseUrl.modele, exigerDroit('evenements.signaler'), (c) =>
      avec(c, 'evenements.signaler', async (_, t) =>
        c.html(
          <Affaire
            retour={t.retour}
            form={emptyForm(undefined, {
              genre: 'reclamation',
              objet: `Réponse au questionnaire : ${genres[t.recueil.genre].nom}`,
              recuLe: formaterDate(t.reponse.le, 'chiffres'),
              recit: t.repris.recit,
            })}
          />,
        ),
      ),
    )
    .post(affaireDeReponseUrl.modele, exigerDroit('evenements.signaler'), async (c) => {
      const read = await readForm(champsAffaire, c)
      return avec(c, 'evenements.signaler', async (tx, t) => {
        if (!read.ok) return c.html(<Affaire form={read.form} retour={t.retour} />, read.status)
        const [id, le] = [idDuJeton(read.form.jeton), clock.now()]
        const fait = await ouvrirAffaire(
          tx,
          keys,
          {
            ...read.data,
            id,
            auteur: auteurs[genres[t.recueil.genre].repond],
            activite: t.reponse.activite,
            session: t.recueil.session,
            inscription: null,
          },
          { jour: aujourdhui(le), le },
        )
        if (!fait.ok)
          return c.html(
            <Affaire form={withErrors(read.form, { recuLe: fait.error.phrase })} retour={t.retour} />,
            422,
          )
        const protege = genresAffaire[read.data.genre].protege
        await suivre(tx, t, protege ? 'protegee' : 'reclamation', {
          id,
          mots: protege ? 'Une suite est donnée.' : 'Une affaire est ouverte.',
          objet: protege ? null : id,
          le,
        })
        return redirectWith(c, affaireUrl({ affaire: id }), {
          genre: 'fait',
          fort: 'L’affaire est ouverte ; la réponse a sa suite.',
        })
      })
    })
    .get(adaptationDeReponseUrl.modele, exigerDroit('handicap.ecrire'), (c) =>
      avecStagiaire(c, 'handicap.ecrire', async (_, t, s) =>
        c.html(
          <Adaptation
            retour={t.retour}
            qui={s.nom}
            form={emptyForm(undefined, {
              recuLe: formaterDate(t.reponse.le, 'chiffres'),
              recit: t.repris.adaptation,
            })}
          />,
        ),
      ),
    )
    .post(adaptationDeReponseUrl.modele, exigerDroit('handicap.ecrire'), async (c) => {
      const read = await readForm(champsAdaptation, c)
      return avecStagiaire(c, 'handicap.ecrire', async (tx, t, s) => {
        if (!read.ok)
          return c.html(<Adaptation form={read.form} qui={s.nom} retour={t.retour} />, read.status)
        const [id, le] = [idDuJeton(read.form.jeton), clock.now()]
        const fait = await ouvrirAffaire(
          tx,
          keys,
          {
            ...read.data,
            id,
            genre: 'adaptation',
            objet: 'Adapter le parcours',
            auteur: 'stagiaire',
            activite: s.activite,
            session: s.session,
            inscription: s.inscription,
          },
          { jour: aujourdhui(le), le },
        )
        if (!fait.ok)
          return c.html(
            <Adaptation
              form={withErrors(read.form, { recuLe: fait.error.phrase })}
              qui={s.nom}
              retour={t.retour}
            />,
            422,
          )
        await suivre(tx, t, 'protegee', { id, mots: 'Une suite est donnée.', objet: null, le })
        return redirectWith(c, affaireUrl({ affaire: id }), {
          genre: 'fait',
          fort: 'La demande est ouverte ; la réponse a sa suite.',
        })
      })
    })
    .get(besoinDeReponseUrl.modele, exigerDroit('parcours.suivre'), (c) =>
      avecStagiaire(c, 'parcours.suivre', async (tx, t, s) =>
        c.html(
          <Besoin
            retour={t.retour}
            qui={s.nom}
            prerequis={s.prerequis}
            form={await entreeReprise(tx, t, s)}
          />,
        ),
      ),
    )
    .post(besoinDeReponseUrl.modele, exigerDroit('parcours.suivre'), async (c) => {
      const read = await readForm(champsEntree, c)
      return avecStagiaire(c, 'parcours.suivre', async (tx, t, s) => {
        const rendre = (form: FormEntree, status: 200 | 409 | 413 | 415 | 422) =>
          c.html(<Besoin form={form} qui={s.nom} prerequis={s.prerequis} retour={t.retour} />, status)
        if (!read.ok) return rendre(read.form, read.status)
        const le = clock.now()
        const fait = await garderEntree(tx, s, read.data.rang, enEntree(read.data), aujourdhui(le), le)
        if (!fait.ok)
          return 'champ' in fait.error
            ? rendre(withErrors(read.form, { [fait.error.champ]: fait.error.phrase }), 422)
            : rendre(withAlert(read.form, { titre: 'Rien n’a été écrit', phrase: fait.error.phrase }), 409)
        await suivre(tx, t, 'besoin', {
          id: idDuJeton(read.form.jeton),
          mots: 'L’entrée du stagiaire la reprend.',
          objet: s.inscription,
          le,
        })
        return redirectWith(c, parcoursUrl({ session: s.session, inscription: s.inscription }), {
          genre: 'fait',
          fort: 'L’entrée est gardée ; la réponse a sa suite.',
        })
      })
    })
    .get(actionDeReponseUrl.modele, exigerDroit('registres.tenir'), (c) =>
      avec(c, 'registres.tenir', async (_, t) =>
        c.html(
          <Action
            retour={t.retour}
            form={emptyForm(undefined, {
              titre: `Suite du questionnaire : ${genres[t.recueil.genre].nom}`,
              le: formaterDate(aujourdhui(clock.now()), 'chiffres'),
              cause: t.repris.recit,
            })}
          />,
        ),
      ),
    )
    .post(actionDeReponseUrl.modele, exigerDroit('registres.tenir'), async (c) => {
      const read = await readForm(champsAction, c)
      return avec(c, 'registres.tenir', async (tx, t) => {
        if (!read.ok) return c.html(<Action form={read.form} retour={t.retour} />, read.status)
        const [id, le] = [idDuJeton(read.form.jeton), clock.now()]
        const { jour, cadre } = await lireRegard(tx, le)
        const { titre, cause, correction } = read.data
        const fait = await tenirLigne(
          tx,
          {
            id,
            activite: t.reponse.activite,
            genre: 'action',
            titre,
            le: read.data.le,
            expireLe: null,
            personne: null,
            offre: t.recueil.offre,
            session: t.recueil.session,
            etablissement: null,
            entreprise: null,
            responsable: null,
            origine: null,
            contenu: { origine: 'appreciation', indicateur: '30', cause, correction },
            retire: false,
          },
          { rangLu: 0, regarde: { jour, cadre }, le },
        )
        if (!fait.ok)
          return c.html(
            <Action form={withErrors(read.form, { le: fait.error.phrase })} retour={t.retour} />,
            422,
          )
        await suivre(tx, t, 'action', { id, mots: titre, objet: id, le })
        return redirectWith(c, ligneUrl({ genre: 'action', ligne: id }), {
          genre: 'fait',
          fort: 'L’action est ouverte ; la réponse a sa suite.',
        })
      })
    })
}

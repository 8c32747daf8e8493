/** Une réponse à un questionnaire devient une réclamation, ou une action d’amélioration ; elle garde alors sa suite. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import {
  direQuestion,
  direReponse,
  donnerSuite,
  genres,
  lireRecueil,
  lireReponse,
  parleDeHandicap,
  reponseUrl,
} from '#modules/questionnaires/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { choix, date, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { ouvrirAffaire } from '../gestes/tenir-affaire.ts'
import { tenirLigne } from '../gestes/tenir-registre.ts'
import { aujourdhui, lireRegard } from '../lecture/lire-score.ts'
import { actionDeReponseUrl, affaireDeReponseUrl, affaireUrl, ligneUrl } from '../liens.ts'
import { idDuJeton, racine } from './commun.ts'

const affaire = z.object({
  genre: choix(['reclamation', 'difficulte', 'alea']),
  objet: texte({ min: 2, max: 200, vide: 'Dites en quelques mots de quoi il s’agit, sans nommer personne.' }),
  recuLe: date(),
  recit: texte({ min: 3, max: 8_000, vide: 'Racontez ce qui s’est passé.' }),
})
const action = z.object({
  titre: texte({ min: 2, max: 300, vide: 'Nommez l’action.' }),
  le: date(),
  cause: texte({ min: 3, max: 4_000, vide: 'Écrivez la cause que vous voyez.' }),
  correction: texte({ min: 3, max: 4_000, vide: 'Écrivez ce que l’on fait.' }),
})

const Cadre = ({
  titre,
  lede,
  reponse,
  children,
}: {
  titre: string
  lede: string
  reponse: string
  children?: unknown
}) => (
  <Page
    title={titre}
    lede={lede}
    path={[...racine, { libelle: 'La réponse', href: reponseUrl({ reponse }) }]}
  >
    {children as never}
  </Page>
)

const Affaire = ({ form, reponse }: { form: FormOf<typeof affaire>; reponse: string }) => (
  <Cadre
    titre="En faire une réclamation"
    lede="Accusé, réponse et clôture s’écriront au registre de ce qui arrive. L’objet ne nomme personne ; le récit est chiffré."
    reponse={reponse}
  >
    <Form form={form} noms={{ genre: 'Genre', objet: 'Objet', recuLe: 'Reçue le', recit: 'Récit' }}>
      <FieldSection titre="Ce qui arrive">
        <SelectField
          form={form}
          name="genre"
          label="Genre"
          options={[
            { value: 'reclamation', label: 'réclamation' },
            { value: 'difficulte', label: 'difficulté' },
            { value: 'alea', label: 'aléa' },
          ]}
        />
        <Field form={form} name="recuLe" label="Reçue le" />
        <Field form={form} name="objet" label="Objet" span={3} maxlength={200} />
        <TextArea form={form} name="recit" label="Récit" rows={6} />
      </FieldSection>
      <Actions libelle="Ouvrir cette affaire">
        <a href={reponseUrl({ reponse })}>Revenir à la réponse</a>
      </Actions>
    </Form>
  </Cadre>
)

const Action = ({ form, reponse }: { form: FormOf<typeof action>; reponse: string }) => (
  <Cadre
    titre="En faire une action d’amélioration"
    lede="Elle vient d’une appréciation (indicateur 32) et ne se clôt que son effet vérifié."
    reponse={reponse}
  >
    <Form
      form={form}
      noms={{ titre: 'Action', le: 'Ouverte le', cause: 'Cause', correction: 'Ce que l’on fait' }}
    >
      <FieldSection titre="L’action">
        <Field form={form} name="titre" label="Action" span={2} maxlength={300} />
        <Field form={form} name="le" label="Ouverte le" />
        <TextArea form={form} name="cause" label="Cause" rows={3} />
        <TextArea form={form} name="correction" label="Ce que l’on fait" rows={3} />
      </FieldSection>
      <Actions libelle="Ouvrir cette action">
        <a href={reponseUrl({ reponse })}>Revenir à la réponse</a>
      </Actions>
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

/** La réponse, son recueil, et ce qu’elle dit en clair ; seules celles que ce visiteur peut lire en entier. */
const trouver = async (c: Context<Env>, tx: TenantTx, visiteur: Visiteur) => {
  const id = asId(c.req.param('reponse') ?? '')
  const reponse =
    id && peutVisiteur(visiteur, 'questionnaires.envoyer') ? await lireReponse(tx, id) : undefined
  const recueil = reponse && (await lireRecueil(tx, reponse.campagne))
  if (!reponse || !recueil) return undefined
  const dit = recueil.contenu.questions.flatMap((q) => {
    const mots = direReponse(q, reponse.valeurs)
    // Ce que seule la personne référente lit ne passe pas dans le récit d’une réclamation.
    return mots === '' || parleDeHandicap(q) ? [] : [`${direQuestion(q)}\n${mots}`]
  })
  return { reponse, recueil, dit: dit.join('\n\n') }
}

export const suiteDeReponsePage = ({ db, clock, keys }: Pick<Services, 'db' | 'clock' | 'keys'>) =>
  new Hono<Env>()
    .get(affaireDeReponseUrl.modele, exigerDroit('evenements.signaler'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const t = await trouver(c, tx, visiteur)
        if (!t) return notFound(c)
        return c.html(
          <Affaire
            reponse={t.reponse.id}
            form={emptyForm(undefined, {
              genre: 'reclamation',
              objet: `Réponse au questionnaire : ${genres[t.recueil.genre].nom}`,
              recuLe: formaterDate(t.reponse.le, 'chiffres'),
              recit: t.dit,
            })}
          />,
        )
      }),
    )
    .post(affaireDeReponseUrl.modele, exigerDroit('evenements.signaler'), async (c) => {
      const read = await readForm(affaire, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const t = await trouver(c, tx, visiteur)
        if (!t) return notFound(c)
        if (!read.ok) return c.html(<Affaire form={read.form} reponse={t.reponse.id} />, read.status)
        const [id, le] = [idDuJeton(read.form.jeton), clock.now()]
        const jour = aujourdhui(le)
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
          { jour, le },
        )
        if (!fait.ok)
          return c.html(
            <Affaire form={withErrors(read.form, { recuLe: fait.error.phrase })} reponse={t.reponse.id} />,
            422,
          )
        await donnerSuite(
          tx,
          t.reponse.id,
          { id, genre: 'reclamation', le: jour, texte: 'Une affaire est ouverte.', objet: id },
          { jour, le },
        )
        return redirectWith(c, affaireUrl({ affaire: id }), {
          genre: 'fait',
          fort: 'L’affaire est ouverte ; la réponse a sa suite.',
        })
      })
    })
    .get(actionDeReponseUrl.modele, exigerDroit('registres.tenir'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const t = await trouver(c, tx, visiteur)
        if (!t) return notFound(c)
        return c.html(
          <Action
            reponse={t.reponse.id}
            form={emptyForm(undefined, { le: formaterDate(aujourdhui(clock.now()), 'chiffres') })}
          />,
        )
      }),
    )
    .post(actionDeReponseUrl.modele, exigerDroit('registres.tenir'), async (c) => {
      const read = await readForm(action, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const t = await trouver(c, tx, visiteur)
        if (!t) return notFound(c)
        if (!read.ok) return c.html(<Action form={read.form} reponse={t.reponse.id} />, read.status)
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
            <Action form={withErrors(read.form, { le: fait.error.phrase })} reponse={t.reponse.id} />,
            422,
          )
        await donnerSuite(
          tx,
          t.reponse.id,
          { id, genre: 'action', le: aujourdhui(le), texte: titre.slice(0, 2000), objet: id },
          { jour, le },
        )
        return redirectWith(c, ligneUrl({ genre: 'action', ligne: id }), {
          genre: 'fait',
          fort: 'L’action est ouverte ; la réponse a sa suite.',
        })
      })
    })

import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { de, uneLigne } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  ChangesTable,
  CheckboxField,
  Confirm,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
} from '#web/components.tsx'
import { type Change, openedOn, staleOn } from '#web/entre-temps.ts'
import type { Env } from '#web/env.ts'
import { caseCochee, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { contactsDe, lireEntreprise, retenirEntreprise } from '../db/entreprises.queries.ts'
import { homonymes, lireTiers } from '../db/tiers.queries.ts'
import type { Contact, Entreprise, Tiers } from '../domain/lus.ts'
import { ajouterContact, modifierContact, retirerContact } from '../gestes/garder-entreprise.ts'
import { creerTiers } from '../gestes/garder-personne.ts'
import { champsJoindre, ligneOuRien } from '../lecture/champs.ts'
import {
  contactUrl,
  entreprisesUrl,
  entrepriseUrl,
  nouveauContactUrl,
  personneUrl,
  retirerContactUrl,
} from '../liens.ts'
import { ficheChangee, pourQui } from './commun.ts'

const role = { fonction: texte({ max: 150 }), peutSigner: caseCochee() }
const fields = z.object({
  prenom: texte({ min: 1, max: 100, vide: 'Écrivez le prénom.' }),
  nom: texte({ min: 1, max: 100, vide: 'Écrivez le nom.' }),
  courriel: champsJoindre.courriel,
  telephone: champsJoindre.telephone,
  ...role,
  choix: facultatif(texte({ max: 50 })),
})
const fieldsRole = z.object(role)
type Nouveau = FormOf<typeof fields>
type Ancien = FormOf<typeof fieldsRole>

const dire = (t: Tiers) =>
  `${t.prenom} ${t.nom}, ${t.courriel ?? 'sans courriel'}, ${t.employeur ?? 'employeur non renseigné'} : la même personne`

const chemin = (e: Entreprise) => [
  { libelle: 'Entreprises', href: entreprisesUrl() },
  { libelle: e.nom, href: entrepriseUrl({ entreprise: e.id }) },
]

const Role = ({ form }: { form: Ancien | Nouveau }) => (
  <FieldSection titre="Son rôle">
    <Field
      form={form as Ancien}
      name="fonction"
      label="Fonction"
      plusTard="pour signer la convention"
      span={2}
    />
    <CheckboxField
      form={form as Ancien}
      name="peutSigner"
      label="Peut signer pour l’entreprise."
      hint="la convention peut lui être adressée"
    />
  </FieldSection>
)

const VueNouveau = ({
  form,
  entreprise,
  candidats = [],
}: {
  form: Nouveau
  entreprise: Entreprise
  candidats?: readonly Tiers[]
}) => (
  <Page
    title="Ajouter un contact"
    heading={`Ajouter un contact ${de(entreprise.nom)}`}
    path={chemin(entreprise)}
    alert={form.alert}
  >
    <Form
      form={form}
      action={nouveauContactUrl({ entreprise: entreprise.id })}
      noms={{ prenom: 'Prénom', nom: 'Nom', courriel: 'Courriel', telephone: 'Téléphone', choix: 'Personne' }}
    >
      <FieldSection titre="Qui">
        <Field form={form} name="prenom" label="Prénom" />
        <Field form={form} name="nom" label="Nom" />
        <Field form={form} name="courriel" label="Courriel" type="email" plusTard="pour signer en ligne" />
        <Field form={form} name="telephone" label="Téléphone" type="tel" optional />
        {candidats.length > 0 ? (
          <RadioGroup
            form={form}
            name="choix"
            label="Est-ce une personne déjà connue ?"
            options={[
              ...candidats.map((t) => ({ value: t.id, label: dire(t) })),
              { value: 'autre', label: 'une autre personne du même nom' },
            ]}
          />
        ) : null}
      </FieldSection>
      <Role form={form} />
      <Actions libelle="Ajouter ce contact">
        <a href={entrepriseUrl({ entreprise: entreprise.id })}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

const depuis = (contact: Contact): Ancien =>
  openedOn(emptyForm(undefined, { fonction: contact.fonction, peutSigner: contact.peutSigner }))

type AncienProps = {
  readonly form: Ancien
  readonly entreprise: Entreprise
  readonly contact: Contact
  readonly changes?: readonly Change[]
}

const VueAncien = ({ form, entreprise, contact, changes = [] }: AncienProps) => (
  <Page
    title="Modifier un contact"
    heading={`${contact.prenom} ${contact.nom}, contact ${de(entreprise.nom)}`}
    lede={
      <>
        Son nom, son courriel et son téléphone se modifient sur{' '}
        <a href={personneUrl({ personne: contact.personne })}>sa fiche</a>.
      </>
    }
    path={chemin(entreprise)}
    alert={form.alert}
  >
    <ChangesTable
      changes={changes}
      noms={{ fonction: 'Fonction', peutSigner: 'Peut signer pour l’entreprise' }}
    />
    <Form form={form} action={contactUrl({ entreprise: entreprise.id, contact: contact.id })}>
      <Role form={form} />
      <Actions libelle="Enregistrer">
        <a href={entrepriseUrl({ entreprise: entreprise.id })}>Revenir sans rien changer</a>
      </Actions>
    </Form>
    <Section titre="Retirer" id="retirer">
      <Confirm
        form={emptyForm()}
        action={retirerContactUrl({ entreprise: entreprise.id, contact: contact.id })}
        titre="Cette personne n’est plus un contact ?"
        phrase="Sa fiche reste, et les pièces qui lui ont été adressées aussi. On ne la proposera plus pour cette entreprise."
        geste="Retirer ce contact"
        renoncer={{ libelle: 'Le garder', href: entrepriseUrl({ entreprise: entreprise.id }) }}
      />
    </Section>
  </Page>
)

const chercher = async (
  tx: TenantTx,
  brut: string | undefined,
  lire = lireEntreprise,
): Promise<Entreprise | undefined> => {
  const id = brut === undefined ? undefined : asId<'Entreprise'>(brut)
  return id && lire(tx, id)
}
/** `lire` : `retenirEntreprise` pour écrire, deux envois au même instant s’attendent. */
const chercherContact = async (
  tx: TenantTx,
  maison: string | undefined,
  brut: string | undefined,
  lire = lireEntreprise,
) => {
  const entreprise = await chercher(tx, maison, lire)
  const contact = entreprise && (await contactsDe(tx, entreprise.id)).find((x) => x.id === brut)
  return entreprise && contact && { entreprise, contact }
}

/** La personne que le formulaire désigne : choisie parmi les homonymes, ou nouvelle. Rien : il faut départager. */
const designer = async (
  tx: TenantTx,
  entreprise: Entreprise,
  d: z.output<typeof fields>,
  jeton: string | undefined,
  le: Date,
): Promise<{ readonly personne: Tiers['id'] } | { readonly candidats: readonly Tiers[] }> => {
  const saisie = {
    prenom: uneLigne(d.prenom),
    nom: uneLigne(d.nom),
    courriel: d.courriel,
    telephone: d.telephone,
    employeur: undefined,
  }
  // Le même envoi, reçu deux fois : la personne est déjà là.
  const id = (jeton && asId<'Tiers'>(jeton)) || newId<'Tiers'>()
  const deja = await lireTiers(tx, id)
  if (deja) return { personne: deja.id }
  const candidats = await homonymes(tx, entreprise.activite, saisie)
  const choisie = candidats.find((t) => t.id === d.choix)
  if (choisie) return { personne: choisie.id }
  if (candidats.length > 0 && d.choix !== 'autre') return { candidats }
  await creerTiers(
    tx,
    id,
    entreprise.activite,
    { ...saisie, employeur: { nom: entreprise.nom, siret: entreprise.siret ?? undefined } },
    le,
  )
  return { personne: id }
}

export const contactPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use('/entreprises/:entreprise/contacts/*', exigerDroit('inscriptions.inscrire'))
    .get(nouveauContactUrl.modele, (c) =>
      pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const entreprise = await chercher(tx, c.req.param('entreprise'))
        return entreprise ? c.html(<VueNouveau form={emptyForm()} entreprise={entreprise} />) : notFound(c)
      }),
    )
    .post(nouveauContactUrl.modele, async (c) => {
      const read = await readForm(fields, c)
      return pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const entreprise = await chercher(tx, c.req.param('entreprise'))
        if (!entreprise) return notFound(c)
        if (!read.ok) return c.html(<VueNouveau form={read.form} entreprise={entreprise} />, read.status)
        const le = clock.now()
        const qui = await designer(tx, entreprise, read.data, read.jeton, le)
        if ('candidats' in qui) {
          const form = withErrors(read.form, {
            choix: 'Cette personne est peut-être déjà connue : dites si c’est la même.',
          })
          return c.html(<VueNouveau form={form} entreprise={entreprise} candidats={qui.candidats} />, 409)
        }
        await ajouterContact(
          tx,
          newId<'Contact'>(),
          entreprise,
          {
            personne: qui.personne,
            fonction: ligneOuRien(read.data.fonction),
            peutSigner: read.data.peutSigner,
          },
          le,
        )
        return redirectWith(c, `${entrepriseUrl({ entreprise: entreprise.id })}#contacts`, {
          genre: 'fait',
          fort: `${uneLigne(read.data.prenom)} ${uneLigne(read.data.nom)} est un contact.`,
        })
      })
    })
    .get(contactUrl.modele, (c) =>
      pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const lu = await chercherContact(tx, c.req.param('entreprise'), c.req.param('contact'))
        if (!lu) return notFound(c)
        return c.html(<VueAncien form={depuis(lu.contact)} {...lu} />)
      }),
    )
    .post(contactUrl.modele, async (c) => {
      const read = await readForm(fieldsRole, c)
      return pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const lu = await chercherContact(
          tx,
          c.req.param('entreprise'),
          c.req.param('contact'),
          retenirEntreprise,
        )
        if (!lu) return notFound(c)
        if (!read.ok) return c.html(<VueAncien form={read.form} {...lu} />, read.status)
        const perime = staleOn(read.form, depuis(lu.contact))
        if (perime)
          return c.html(
            <VueAncien form={withAlert(perime.form, ficheChangee)} changes={perime.changes} {...lu} />,
            409,
          )
        await modifierContact(
          tx,
          lu.contact,
          { fonction: ligneOuRien(read.data.fonction), peutSigner: read.data.peutSigner },
          clock.now(),
        )
        return redirectWith(c, `${entrepriseUrl({ entreprise: lu.entreprise.id })}#contacts`, {
          genre: 'fait',
          fort: 'Le contact est enregistré.',
        })
      })
    })
    .post(retirerContactUrl.modele, async (c) => {
      await readForm(z.object({}), c)
      return pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const lu = await chercherContact(tx, c.req.param('entreprise'), c.req.param('contact'))
        if (!lu) return notFound(c)
        await retirerContact(tx, lu.contact, clock.now())
        return redirectWith(c, `${entrepriseUrl({ entreprise: lu.entreprise.id })}#contacts`, {
          genre: 'fait',
          fort: 'Le contact est retiré.',
        })
      })
    })

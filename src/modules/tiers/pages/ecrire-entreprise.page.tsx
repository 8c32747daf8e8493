import { Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { listePays } from '#kernel/pays.ts'
import { de, uneLigne } from '#kernel/texte.ts'
import { enseigneParDefaut, exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  ChangesTable,
  CheckboxField,
  Field,
  FieldSection,
  Form,
  Page,
  SelectField,
} from '#web/components.tsx'
import { type Change, openedOn, staleOn } from '#web/entre-temps.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { lireEntreprise, retenirEntreprise } from '../db/entreprises.queries.ts'
import { genresFinanceur } from '../domain/entreprise.ts'
import type { Entreprise } from '../domain/lus.ts'
import { creerEntreprise, modifierEntreprise, type RefusEntreprise } from '../gestes/garder-entreprise.ts'
import { champsEntreprise, enEntreprise, genresDeFinanceur } from '../lecture/champs.ts'
import { entreprisesUrl, entrepriseUrl, modifierEntrepriseUrl, nouvelleEntrepriseUrl } from '../liens.ts'
import { direSiret, ficheChangee, nomsJoindre, pourQui } from './commun.ts'

type Formulaire = FormOf<typeof champsEntreprise>

const depuis = (e: Entreprise): Formulaire =>
  openedOn(
    emptyForm(undefined, {
      nom: e.nom,
      siret: direSiret(e.siret),
      siren: e.siren,
      courriel: e.courriel,
      telephone: e.telephone,
      adresse: e.adresse,
      codePostal: e.codePostal,
      ville: e.ville,
      estClient: e.estClient,
      estOf: e.estOf,
      financeur: e.financeur,
      nda: e.nda,
      pays: e.pays,
      tvaIntra: e.tvaIntra,
      sansSiren: e.sansSiren,
    }),
  )

const poser = (form: Formulaire, r: RefusEntreprise): Formulaire =>
  withAlert(form, {
    phrase: r.phrase,
    issues: [{ libelle: 'ouvrez sa fiche', href: entrepriseUrl({ entreprise: r.existante }) }],
  })

const noms = {
  nom: 'Nom',
  siret: 'SIRET',
  siren: 'SIREN',
  ...nomsJoindre,
  financeur: 'Financeur',
  nda: 'Numéro de déclaration d’activité',
  pays: 'Pays',
  tvaIntra: 'Numéro de TVA',
  sansSiren: 'Sans SIREN',
}

type Props = { form: Formulaire; entreprise?: Entreprise; changes?: readonly Change[] }
const Vue = ({ form, entreprise, changes = [] }: Props) => (
  <Page
    title={entreprise ? 'Modifier la fiche' : 'Ajouter une entreprise'}
    heading={entreprise ? `Modifier la fiche ${de(entreprise.nom)}` : 'Ajouter une entreprise'}
    path={[
      { libelle: 'Entreprises', href: entreprisesUrl() },
      ...(entreprise
        ? [{ libelle: entreprise.nom, href: entrepriseUrl({ entreprise: entreprise.id }) }]
        : []),
    ]}
    alert={form.alert}
  >
    <ChangesTable changes={changes} noms={noms} />
    <Form form={form} noms={noms}>
      <FieldSection titre="Qui">
        <Field
          form={form}
          name="nom"
          label="Nom"
          span={3}
          hint="la dénomination que la convention et la facture porteront"
        />
        <Field
          form={form}
          name="siret"
          label="SIRET"
          optional
          inputmode="numeric"
          hint="quatorze chiffres, vérifiés par leur clé"
        />
        <Field
          form={form}
          name="siren"
          label="SIREN"
          optional
          inputmode="numeric"
          hint="si l’établissement n’est pas connu"
        />
        <CheckboxField form={form} name="sansSiren" label="C’est une association qui n’a pas de SIREN." />
      </FieldSection>
      <FieldSection titre="Où lui écrire">
        <Field form={form} name="adresse" label="Adresse" plusTard="pour la convention" span={3} />
        <Field
          form={form}
          name="codePostal"
          label="Code postal"
          plusTard="pour la convention"
          inputmode="numeric"
        />
        <Field form={form} name="ville" label="Ville" plusTard="pour la convention" span={2} />
        <SelectField form={form} name="pays" label="Pays" options={listePays()} />
        <Field
          form={form}
          name="tvaIntra"
          label="Numéro de TVA"
          optional
          span={2}
          hint="d’une entreprise d’un autre État de l’Union : elle doit la taxe, la facture le dit"
        />
        <Field
          form={form}
          name="courriel"
          label="Courriel"
          type="email"
          optional
          hint="pour ses devis et ses factures"
        />
        <Field form={form} name="telephone" label="Téléphone" type="tel" optional />
      </FieldSection>
      <FieldSection titre="Ce qu’elle est pour vous">
        <CheckboxField form={form} name="estClient" label="Elle est cliente, ou peut le devenir." />
        <SelectField
          form={form}
          name="financeur"
          label="Elle finance la formation d’autrui"
          optional
          vide="non"
          span={3}
          options={genresDeFinanceur.map((value) => ({ value, label: genresFinanceur[value] }))}
          hint="un employeur qui paie pour les siens est un client"
        />
        <CheckboxField form={form} name="estOf" label="C’est un organisme de formation." />
        <Field
          form={form}
          name="nda"
          label="Numéro de déclaration d’activité"
          optional
          span={2}
          hint="pour un organisme de formation : onze chiffres"
        />
      </FieldSection>
      <Actions libelle={entreprise ? 'Enregistrer' : 'Ajouter cette entreprise'}>
        <a href={entreprise ? entrepriseUrl({ entreprise: entreprise.id }) : entreprisesUrl()}>
          Revenir sans rien changer
        </a>
      </Actions>
    </Form>
  </Page>
)

export const ecrireEntreprisePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(nouvelleEntrepriseUrl.modele, exigerDroit('inscriptions.inscrire'), (c) =>
      pourQui(c, db, 'inscriptions.inscrire', async () =>
        c.html(<Vue form={emptyForm(undefined, { estClient: true, pays: 'FR' })} />),
      ),
    )
    .post(nouvelleEntrepriseUrl.modele, exigerDroit('inscriptions.inscrire'), async (c) => {
      const read = await readForm(champsEntreprise, c)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      return pourQui(c, db, 'inscriptions.inscrire', async (tx, visiteur) => {
        const enseigne = await enseigneParDefaut(tx, visiteur)
        if (!enseigne)
          return c.html(
            <Vue form={withAlert(read.form, 'Aucune enseigne ouverte ne vous est rattachée.')} />,
            409,
          )
        const id = (read.jeton && asId<'Entreprise'>(read.jeton)) || newId<'Entreprise'>()
        const fait = await creerEntreprise(tx, id, enseigne.id, enEntreprise(read.data), clock.now())
        if (!fait.ok) return c.html(<Vue form={poser(read.form, fait.error)} />, 409)
        return redirectWith(c, entrepriseUrl({ entreprise: id }), {
          genre: 'fait',
          fort: `${uneLigne(read.data.nom)} est dans les entreprises.`,
        })
      })
    })
    .get(modifierEntrepriseUrl.modele, exigerDroit('inscriptions.inscrire'), (c) =>
      pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const id = asId<'Entreprise'>(c.req.param('entreprise'))
        const entreprise = id && (await lireEntreprise(tx, id))
        return entreprise ? c.html(<Vue form={depuis(entreprise)} entreprise={entreprise} />) : notFound(c)
      }),
    )
    .post(modifierEntrepriseUrl.modele, exigerDroit('inscriptions.inscrire'), async (c) => {
      const read = await readForm(champsEntreprise, c)
      return pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const id = asId<'Entreprise'>(c.req.param('entreprise'))
        const entreprise = id && (await retenirEntreprise(tx, id))
        if (!entreprise) return notFound(c)
        if (!read.ok) return c.html(<Vue form={read.form} entreprise={entreprise} />, read.status)
        const perime = staleOn(read.form, depuis(entreprise))
        if (perime)
          return c.html(
            <Vue
              form={withAlert(perime.form, ficheChangee)}
              entreprise={entreprise}
              changes={perime.changes}
            />,
            409,
          )
        const fait = await modifierEntreprise(tx, entreprise, enEntreprise(read.data), clock.now())
        if (!fait.ok) return c.html(<Vue form={poser(read.form, fait.error)} entreprise={entreprise} />, 409)
        return redirectWith(c, suiteOu(c, entrepriseUrl({ entreprise: entreprise.id })), {
          genre: 'fait',
          fort: 'La fiche est enregistrée.',
        })
      })
    })

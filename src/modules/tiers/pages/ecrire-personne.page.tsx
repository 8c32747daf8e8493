import { Hono } from 'hono'
import { asId } from '#kernel/id.ts'
import { de, uneLigne } from '#kernel/texte.ts'
import { enseigneParDefaut, exigerDroit } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, ChangesTable, Field, FieldSection, Form, Page } from '#web/components.tsx'
import { type Change, openedOn, staleOn } from '#web/entre-temps.ts'
import type { Env } from '#web/env.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { lireTiers, retenirTiers } from '../db/tiers.queries.ts'
import type { Tiers } from '../domain/lus.ts'
import { creerTiers, modifierTiers } from '../gestes/garder-personne.ts'
import { champsPersonne, enPersonne } from '../lecture/champs.ts'
import { modifierPersonneUrl, nouvellePersonneUrl, personnesUrl, personneUrl } from '../liens.ts'
import { direSiret, ficheChangee, nomsJoindre, pourQui } from './commun.ts'

const depuis = (t: Tiers): FormOf<typeof champsPersonne> =>
  openedOn(
    emptyForm(undefined, {
      prenom: t.prenom,
      nom: t.nom,
      courriel: t.courriel,
      telephone: t.telephone,
      adresse: t.adresse,
      codePostal: t.codePostal,
      ville: t.ville,
      employeur: t.employeur,
      siret: direSiret(t.siret),
    }),
  )

type Props = {
  form: FormOf<typeof champsPersonne>
  tiers?: Tiers
  changes?: readonly Change[]
}
const noms = { prenom: 'Prénom', nom: 'Nom', ...nomsJoindre, employeur: 'Employeur', siret: 'SIRET' }

const Vue = ({ form, tiers, changes = [] }: Props) => (
  <Page
    title={tiers ? 'Modifier la fiche' : 'Ajouter une personne'}
    heading={tiers ? `Modifier la fiche ${de(`${tiers.prenom} ${tiers.nom}`)}` : 'Ajouter une personne'}
    path={[
      { libelle: 'Personnes', href: personnesUrl() },
      ...(tiers
        ? [{ libelle: `${tiers.prenom} ${tiers.nom}`, href: personneUrl({ personne: tiers.id }) }]
        : []),
    ]}
    alert={form.alert}
  >
    <ChangesTable changes={changes} noms={noms} />
    <Form form={form} noms={noms}>
      <FieldSection titre="Qui">
        <Field form={form} name="prenom" label="Prénom" />
        <Field form={form} name="nom" label="Nom" hint="tel que ses documents le porteront" />
        <Field
          form={form}
          name="courriel"
          label="Courriel"
          type="email"
          plusTard="pour lui envoyer ses liens"
        />
        <Field form={form} name="telephone" label="Téléphone" type="tel" optional />
      </FieldSection>
      <FieldSection titre="Où lui écrire">
        <Field
          form={form}
          name="adresse"
          label="Adresse"
          optional
          span={3}
          hint="seulement si elle paie elle-même : son contrat l’exige (L6353-9)"
        />
        <Field form={form} name="codePostal" label="Code postal" optional inputmode="numeric" />
        <Field form={form} name="ville" label="Ville" optional span={2} />
      </FieldSection>
      <FieldSection titre="Chez qui">
        <Field
          form={form}
          name="employeur"
          label="Employeur"
          optional
          hint="vide si elle n’en a pas, ou s’il n’est pas connu"
          span={2}
        />
        <Field form={form} name="siret" label="SIRET de l’employeur" optional inputmode="numeric" />
      </FieldSection>
      <Actions libelle={tiers ? 'Enregistrer' : 'Ajouter cette personne'}>
        <a href={tiers ? personneUrl({ personne: tiers.id }) : personnesUrl()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

export const ecrirePersonnePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(nouvellePersonneUrl.modele, exigerDroit('inscriptions.inscrire'), (c) =>
      pourQui(c, db, 'inscriptions.inscrire', async () => c.html(<Vue form={emptyForm()} />)),
    )
    .post(nouvellePersonneUrl.modele, exigerDroit('inscriptions.inscrire'), async (c) => {
      const read = await readForm(champsPersonne, c)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      return pourQui(c, db, 'inscriptions.inscrire', async (tx, visiteur) => {
        const enseigne = await enseigneParDefaut(tx, visiteur)
        if (!enseigne)
          return c.html(
            <Vue form={withAlert(read.form, 'Aucune enseigne ouverte ne vous est rattachée.')} />,
            409,
          )
        const id = (read.jeton && asId<'Tiers'>(read.jeton)) || newId<'Tiers'>()
        await creerTiers(tx, id, enseigne.id, enPersonne(read.data), clock.now())
        return redirectWith(c, personneUrl({ personne: id }), {
          genre: 'fait',
          fort: `${uneLigne(read.data.prenom)} ${uneLigne(read.data.nom)} est dans les personnes.`,
        })
      })
    })
    .get(modifierPersonneUrl.modele, exigerDroit('inscriptions.inscrire'), (c) =>
      pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const id = asId<'Tiers'>(c.req.param('personne'))
        const tiers = id && (await lireTiers(tx, id))
        return tiers ? c.html(<Vue form={depuis(tiers)} tiers={tiers} />) : notFound(c)
      }),
    )
    .post(modifierPersonneUrl.modele, exigerDroit('inscriptions.inscrire'), async (c) => {
      const read = await readForm(champsPersonne, c)
      return pourQui(c, db, 'inscriptions.inscrire', async (tx) => {
        const id = asId<'Tiers'>(c.req.param('personne'))
        const tiers = id && (await retenirTiers(tx, id))
        if (!tiers) return notFound(c)
        if (!read.ok) return c.html(<Vue form={read.form} tiers={tiers} />, read.status)
        const perime = staleOn(read.form, depuis(tiers))
        if (perime)
          return c.html(
            <Vue form={withAlert(perime.form, ficheChangee)} tiers={tiers} changes={perime.changes} />,
            409,
          )
        await modifierTiers(tx, tiers, enPersonne(read.data), clock.now())
        return redirectWith(c, suiteOu(c, personneUrl({ personne: tiers.id })), {
          genre: 'fait',
          fort: 'La fiche est enregistrée.',
        })
      })
    })

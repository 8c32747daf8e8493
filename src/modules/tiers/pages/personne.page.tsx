import { Hono } from 'hono'
import { z } from 'zod'
import { asId } from '#kernel/id.ts'
import { formaterSiret, type Siret } from '#kernel/identifiants.ts'
import { uneLigne } from '#kernel/texte.ts'
import { droits, enseigneParDefaut, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, Page } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel, facultatif, siret, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireTiers, type Tiers } from '../db/tiers.queries.ts'
import { creerTiers, modifierTiers, type Saisie } from '../garder-personne.ts'
import { nouvellePersonneUrl, personnesUrl, personneUrl } from '../liens.ts'

const fields = z
  .object({
    prenom: texte({ min: 1, max: 100, vide: 'Écrivez le prénom.' }),
    nom: texte({ min: 1, max: 100, vide: 'Écrivez le nom.' }),
    courriel: facultatif(courriel()),
    employeur: texte({ max: 200 }),
    siret: facultatif(siret()),
  })
  .refine((p) => p.siret === undefined || p.employeur !== '', {
    error: 'Nommez l’employeur de ce SIRET.',
    path: ['employeur'],
  })

const enSaisie = (d: z.output<typeof fields>): Saisie => ({
  prenom: uneLigne(d.prenom),
  nom: uneLigne(d.nom),
  courriel: d.courriel,
  employeur: d.employeur === '' ? undefined : { nom: uneLigne(d.employeur), siret: d.siret },
})

const depuis = (t: Tiers): FormOf<typeof fields> =>
  emptyForm(undefined, {
    prenom: t.prenom,
    nom: t.nom,
    courriel: t.courriel,
    employeur: t.employeur,
    siret: t.siret ? formaterSiret(t.siret as Siret) : undefined,
  })

const Vue = ({ form, tiers }: { form: FormOf<typeof fields>; tiers?: Tiers }) => (
  <Page
    title={tiers ? `${tiers.prenom} ${tiers.nom}` : 'Ajouter une personne'}
    path={[{ libelle: 'Personnes', href: personnesUrl() }]}
    alert={form.alert}
  >
    <Form
      form={form}
      action={tiers ? personneUrl({ personne: tiers.id }) : nouvellePersonneUrl()}
      noms={{ prenom: 'Prénom', nom: 'Nom', courriel: 'Courriel', employeur: 'Employeur', siret: 'SIRET' }}
    >
      <FieldSection titre="Qui">
        <Field form={form} name="prenom" label="Prénom" />
        <Field form={form} name="nom" label="Nom" hint="tel que ses documents le porteront" />
        <Field
          form={form}
          name="courriel"
          label="Courriel"
          type="email"
          optional
          hint="pour lui envoyer ses liens de signature"
        />
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
        <a href={personnesUrl()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

export const personnePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get('/personnes/nouvelle', exigerDroit('inscriptions.inscrire'), (c) =>
      c.html(<Vue form={emptyForm()} />),
    )
    .post('/personnes/nouvelle', exigerDroit('inscriptions.inscrire'), async (c) => {
      const read = await readForm(fields, c)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        if (!peutVisiteur(visiteur, 'inscriptions.inscrire'))
          return forbidden(c, droits['inscriptions.inscrire'].phrase)
        const enseigne = await enseigneParDefaut(tx, visiteur)
        if (!enseigne)
          return c.html(
            <Vue form={withAlert(read.form, 'Aucune enseigne ouverte ne vous est rattachée.')} />,
            409,
          )
        const id = (read.jeton && asId<'Tiers'>(read.jeton)) || newId<'Tiers'>()
        await creerTiers(tx, id, enseigne.id, enSaisie(read.data), clock.now())
        return redirectWith(c, personnesUrl(), {
          genre: 'fait',
          fort: `${uneLigne(read.data.prenom)} ${uneLigne(read.data.nom)} est dans les personnes.`,
        })
      })
    })
    .get('/personnes/:personne', exigerDroit('inscriptions.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        if (!peutVisiteur(visiteur, 'inscriptions.lire'))
          return forbidden(c, droits['inscriptions.lire'].phrase)
        const id = asId<'Tiers'>(c.req.param('personne'))
        const tiers = id && (await lireTiers(tx, id))
        return tiers ? c.html(<Vue form={depuis(tiers)} tiers={tiers} />) : notFound(c)
      }),
    )
    .post('/personnes/:personne', exigerDroit('inscriptions.inscrire'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        if (!peutVisiteur(visiteur, 'inscriptions.inscrire'))
          return forbidden(c, droits['inscriptions.inscrire'].phrase)
        const id = asId<'Tiers'>(c.req.param('personne'))
        const tiers = id && (await lireTiers(tx, id))
        if (!tiers) return notFound(c)
        if (!read.ok) return c.html(<Vue form={read.form} tiers={tiers} />, read.status)
        await modifierTiers(tx, tiers, enSaisie(read.data), clock.now())
        return redirectWith(c, personnesUrl(), { genre: 'fait', fort: 'La fiche est enregistrée.' })
      })
    })

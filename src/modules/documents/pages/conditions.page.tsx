import { Hono } from 'hono'
import { z } from 'zod'
import { cooperativeUrl, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { Actions, Alert, Definitions, Field, FieldSection, Form, Page, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel, entier, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { type ConditionsLues, lireConditions } from '../db/conditions.ts'
import { type Conditions, type Contact, manquesDesConditions } from '../domain/conditions.ts'
import { reglerConditions } from '../gestes/regler-conditions.ts'
import { conditionsUrl } from '../liens.ts'

const taux = () =>
  entier({ max: 100, phrase: 'Un taux, de 0 à 100 %.', vide: 'Écrivez un taux : 0 pour rien.' })
const fields = z.object({
  version: entier(),
  delaiReglementJours: entier({ max: 60, phrase: 'Soixante jours au plus (C. com., L441-10).' }),
  moyen: texte({ min: 2, max: 120, vide: 'Écrivez comment on vous paie : virement, chèque…' }),
  loinJours: entier({ min: 2, max: 90 }),
  loinTaux: taux(),
  procheJours: entier({ min: 1, max: 89 }),
  procheTaux: taux(),
  finTaux: taux(),
  conservationAnnees: entier({ min: 3, max: 30, phrase: 'De 3 à 30 ans : le certificat en promet trois.' }),
  reponseReclamationJours: entier({ min: 1, max: 90 }),
  cessation: texte({
    min: 10,
    max: 2_000,
    vide: 'Écrivez ce qui est dû si l’action s’arrête (L6353-4, 5°).',
  }),
  mediateurNom: texte({ max: 200 }),
  mediateurAdresse: texte({ max: 300 }),
  mediateurSite: texte({ max: 200 }),
  referentNom: texte({ max: 200 }),
  referentTelephone: texte({ max: 40 }),
  referentCourriel: facultatif(courriel()),
  contactNom: texte({ max: 200 }),
  contactTelephone: texte({ max: 40 }),
  contactCourriel: facultatif(courriel()),
})
type Formulaire = FormOf<typeof fields>

const enConditions = (d: z.output<typeof fields>): Conditions => ({
  delaiReglementJours: d.delaiReglementJours,
  moyen: d.moyen,
  paliers: [
    { jours: d.loinJours, taux: d.loinTaux },
    { jours: d.procheJours, taux: d.procheTaux },
    { jours: 0, taux: d.finTaux },
  ],
  conservationAnnees: d.conservationAnnees,
  reponseReclamationJours: d.reponseReclamationJours,
  cessation: d.cessation,
  mediateur: { nom: d.mediateurNom, adresse: d.mediateurAdresse, site: d.mediateurSite },
  referent: { nom: d.referentNom, telephone: d.referentTelephone, courriel: d.referentCourriel ?? '' },
  contact: { nom: d.contactNom, telephone: d.contactTelephone, courriel: d.contactCourriel ?? '' },
})

const enFormulaire = ({ conditions: c, version }: ConditionsLues): Formulaire => {
  const [loin, proche, fin] = c.paliers
  return emptyForm(undefined, {
    version,
    delaiReglementJours: c.delaiReglementJours,
    moyen: c.moyen,
    loinJours: loin?.jours ?? 15,
    loinTaux: loin?.taux ?? 0,
    procheJours: proche?.jours ?? 5,
    procheTaux: proche?.taux ?? 30,
    finTaux: fin?.taux ?? 50,
    conservationAnnees: c.conservationAnnees,
    reponseReclamationJours: c.reponseReclamationJours,
    cessation: c.cessation,
    mediateurNom: c.mediateur.nom,
    mediateurAdresse: c.mediateur.adresse,
    mediateurSite: c.mediateur.site,
    referentNom: c.referent.nom,
    referentTelephone: c.referent.telephone,
    referentCourriel: c.referent.courriel,
    contactNom: c.contact.nom,
    contactTelephone: c.contact.telephone,
    contactCourriel: c.contact.courriel,
  })
}

const lede =
  'Ce que vos devis, conventions et contrats disent de vous : règlement, dédit, réclamations, à qui parler. Une pièce déjà émise garde ce qu’elle disait.'
const path = [{ libelle: 'Coopérative', href: cooperativeUrl() }]

const Avis = ({ lues }: { lues: ConditionsLues }) => (
  <>
    {lues.version === 0 ? (
      <Alert genre="passe" fort="Rien n’est encore réglé : vos pièces portent ce qui est proposé ici.">
        Relisez et enregistrez, même sans rien changer : ces conditions seront les vôtres.
      </Alert>
    ) : null}
    {manquesDesConditions(lues.conditions).map((m) => (
      <Alert genre="mal" fort={m} />
    ))}
  </>
)

const direContact = (c: Contact) =>
  [c.nom, c.telephone, c.courriel].filter(Boolean).join(', ') || 'celui de l’offre'

const Lecture = ({ lues }: { lues: ConditionsLues }) => {
  const c = lues.conditions
  return (
    <Page title="Conditions des pièces" lede={lede} path={path}>
      <Definitions
        lignes={[
          ['Règlement', `par ${c.moyen}, sous ${c.delaiReglementJours} jours`],
          ['Dédit', c.paliers.map((p) => `${p.jours} jours ou plus : ${p.taux} %`).join(' ; ')],
          ['Conservation', `${c.conservationAnnees} ans`],
          ['Réponse à une réclamation', `sous ${c.reponseReclamationJours} jours`],
          ['Cessation anticipée', c.cessation],
          [
            'Médiateur',
            [c.mediateur.nom, c.mediateur.adresse, c.mediateur.site].filter(Boolean).join(', ') || 'aucun',
          ],
          ['Référence handicap', direContact(c.referent)],
          ['Contact', direContact(c.contact)],
        ]}
      />
    </Page>
  )
}

const Jours = ({
  form,
  name,
  label,
}: {
  form: Formulaire
  name: 'loinJours' | 'procheJours'
  label: string
}) => <Field form={form} name={name} label={label} unite="jours ouvrés" inputmode="numeric" />

const Vue = ({ form, lues }: { form: Formulaire; lues: ConditionsLues }) => (
  <Page title="Conditions des pièces" lede={lede} path={path} alert={form.alert}>
    <Avis lues={lues} />
    <Form
      form={form}
      noms={{
        delaiReglementJours: 'Délai de règlement',
        procheJours: 'Second palier',
        procheTaux: 'Dédit',
        finTaux: 'Dédit',
        conservationAnnees: 'Conservation',
        cessation: 'Cessation',
        mediateurNom: 'Médiateur',
        referentTelephone: 'Référent',
        contactTelephone: 'Contact',
      }}
    >
      <input type="hidden" name="version" value={String(lues.version)} />
      <FieldSection titre="Règlement">
        <Field
          form={form}
          name="delaiReglementJours"
          label="À régler sous"
          unite="jours"
          inputmode="numeric"
          hint="Proposé : 30. Soixante au plus."
        />
        <Field form={form} name="moyen" label="Par" hint="Proposé : virement." maxlength={120} />
      </FieldSection>
      <FieldSection titre="Dédit, si le client annule ou reporte">
        <Jours form={form} name="loinJours" label="Premier palier, avant le début" />
        <Field
          form={form}
          name="loinTaux"
          label="Dédit, au-delà"
          unite="%"
          inputmode="numeric"
          hint="Proposé : 15 jours ou plus, rien."
        />
        <Jours form={form} name="procheJours" label="Second palier, avant le début" />
        <Field
          form={form}
          name="procheTaux"
          label="Dédit, entre les deux"
          unite="%"
          inputmode="numeric"
          hint="Proposé : de 5 à 15 jours, 30 %."
        />
        <Field
          form={form}
          name="finTaux"
          label="Dédit, au plus près du début"
          unite="%"
          inputmode="numeric"
          hint="Proposé : 50 %. Aucun financeur ne le prend en charge."
        />
      </FieldSection>
      <FieldSection titre="Réclamations et preuves">
        <Field
          form={form}
          name="reponseReclamationJours"
          label="Répondre à une réclamation sous"
          unite="jours"
          inputmode="numeric"
          hint="Proposé : 10. Le règlement intérieur en vigueur l’emporte."
        />
        <Field
          form={form}
          name="conservationAnnees"
          label="Garder les pièces"
          unite="ans"
          inputmode="numeric"
          hint="Proposé : 6, plus si un financeur l’exige."
        />
      </FieldSection>
      <FieldSection titre="Avec un particulier">
        <TextArea form={form} name="cessation" label="Cessation anticipée, abandon (L6353-4, 5°)" rows={3} />
        <Field
          form={form}
          name="mediateurNom"
          label="Médiateur de la consommation"
          hint="Celui auquel la coopérative adhère (C. conso., L612-1)."
          optional
          maxlength={200}
        />
        <Field form={form} name="mediateurAdresse" label="Son adresse" optional maxlength={300} span={2} />
        <Field form={form} name="mediateurSite" label="Son site" optional maxlength={200} />
      </FieldSection>
      <FieldSection titre="Personne référente handicap">
        <Field
          form={form}
          name="referentNom"
          label="Nom"
          hint="Vide : chaque offre nomme la sienne."
          optional
          maxlength={200}
        />
        <Field form={form} name="referentTelephone" label="Téléphone" type="tel" optional maxlength={40} />
        <Field form={form} name="referentCourriel" label="Courriel" type="email" optional />
      </FieldSection>
      <FieldSection titre="Contact des clients et des stagiaires">
        <Field
          form={form}
          name="contactNom"
          label="Nom"
          hint="Vide : celui de l’offre, à défaut la coopérative."
          optional
          maxlength={200}
        />
        <Field form={form} name="contactTelephone" label="Téléphone" type="tel" optional maxlength={40} />
        <Field form={form} name="contactCourriel" label="Courriel" type="email" optional />
      </FieldSection>
      <Actions libelle="Enregistrer ces conditions" />
    </Form>
  </Page>
)

export const conditionsPages = new Hono<Env>()
  .get(conditionsUrl(), exigerDroit('organisme.lire'), async (c) => {
    const visiteur = c.get('visiteur')
    const lues = visiteur && (await c.get('services').db.withTenant(visiteur.acces, lireConditions))
    if (!lues) return notFound(c)
    return c.html(
      peutVisiteur(visiteur, 'organisme.regler') ? (
        <Vue form={enFormulaire(lues)} lues={lues} />
      ) : (
        <Lecture lues={lues} />
      ),
    )
  })
  .post(conditionsUrl(), exigerDroit('organisme.regler'), async (c) => {
    const visiteur = c.get('visiteur')
    const { db, clock } = c.get('services')
    if (!visiteur) return notFound(c)
    const read = await readForm(fields, c, { corps: 50_000 })
    const rendu = await db.withTenant(visiteur.acces, async (tx) => {
      const lues = await lireConditions(tx)
      if (!read.ok) return c.html(<Vue form={read.form} lues={lues} />, read.status)
      const fait = await reglerConditions(tx, enConditions(read.data), read.data.version, clock.now())
      if (fait.ok)
        return redirectWith(c, suiteOu(c, conditionsUrl()), {
          genre: 'fait',
          fort: fait.value === 'regle' ? 'Les conditions sont enregistrées.' : 'Rien n’a changé.',
          suite: 'Les prochaines pièces les porteront.',
        })
      const erreurs = Object.fromEntries(fait.error.filter((f) => f.champ).map((f) => [f.champ, f.phrase]))
      const perime = fait.error.find((f) => f.champ === '')
      const form = withErrors(read.form, erreurs)
      return c.html(<Vue form={perime ? withAlert(form, perime.phrase) : form} lues={lues} />, 409)
    })
    return rendu ?? forbidden(c)
  })

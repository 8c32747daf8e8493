import { Hono } from 'hono'
import { z } from 'zod'
import type { Refus } from '#kernel/refus.ts'
import { jourLocal } from '#kernel/zones.ts'
import { exigerDroit, identiteUrl, lireOrganisme, signatairesUrl } from '#modules/organisme/index.ts'
import { Actions, Alert, Button, Field, FieldSection, Form, Page, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel, date, entier, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu, withQuery } from '#web/links.ts'
import { lireConditions } from '../db/conditions.ts'
import type { ReglementInterieurV1 } from '../documents/reglement-interieur.v1.ts'
import {
  choisirSignataire,
  emettreReglement,
  epreuveDuReglement,
  type ReglementSaisi,
  reglementPropose,
} from '../gestes/reglement-interieur.ts'
import { lireReglement, type ReglementLu } from '../lecture/lire-reglement.ts'
import { documentsUrl, pieceUrl, reglementUrl } from '../liens.ts'
import { pdfResponse } from './pdf-response.ts'

const long = (vide: string) => texte({ min: 10, max: 2_000, vide })
const fields = z.object({
  incendie: long('Écrivez les consignes d’incendie de vos lieux (L6352-3, 1°).'),
  accident: long('Écrivez quoi faire en cas d’accident (L6352-3, 1°).'),
  materiel: long('Écrivez l’usage du matériel (L6352-3, 1°).'),
  vie: long('Écrivez les règles de vie commune (L6352-3, 2°).'),
  exclusionJoursMax: entier({ min: 1, max: 30, vide: 'Écrivez une durée en jours (L6352-3, 2°).' }),
  nom: texte({ min: 2, max: 200, vide: 'Nommez la personne responsable (R6352-11).' }),
  qualite: texte({ min: 2, max: 120, vide: 'Écrivez sa qualité.' }),
  telephone: texte({ min: 6, max: 40, vide: 'Écrivez son téléphone : on l’appelle en cas d’accident.' }),
  courriel: courriel(),
  reclamations: courriel({ vide: 'Écrivez où adresser une réclamation.' }),
  delaiJours: entier({ min: 1, max: 90 }),
  enVigueurLe: date({ vide: 'Écrivez la date d’entrée en vigueur.' }),
})
type Formulaire = FormOf<typeof fields>

const enSaisie = (d: z.output<typeof fields>): ReglementSaisi => ({
  responsable: { prenom: '', nom: d.nom, qualite: d.qualite, telephone: d.telephone, courriel: d.courriel },
  securite: { incendie: d.incendie, accident: d.accident, materiel: d.materiel },
  vie: d.vie,
  exclusionJoursMax: d.exclusionJoursMax,
  reclamation: { courriel: d.reclamations, delaiJours: d.delaiJours },
  enVigueurLe: d.enVigueurLe,
})

const VueReglement = ({ form, precedent }: { form: Formulaire; precedent: ReglementLu | undefined }) => (
  <Page
    title="Règlement intérieur"
    lede="Tout organisme en a un, remis à chaque stagiaire avant son inscription définitive (L6352-3, L6353-8). L’échelle des sanctions, les droits de la défense et l’élection des délégués sont déjà écrits ; relisez ce qui tient à vos lieux."
    path={[{ libelle: 'Documents', href: documentsUrl() }]}
    alert={form.alert}
  >
    {precedent ? (
      <Alert
        genre="passe"
        fort={
          precedent.signe
            ? `Le règlement ${precedent.numero} vaut aujourd’hui.`
            : `Le règlement ${precedent.numero} est établi, et reste à signer.`
        }
      >
        <a href={pieceUrl({ piece: precedent.id })}>{precedent.signe ? 'Le lire' : 'Le lire et le signer'}</a>
        . Celui-ci le remplacera.
      </Alert>
    ) : null}
    <Form
      form={form}
      noms={{
        incendie: 'Incendie',
        accident: 'Accident',
        materiel: 'Matériel',
        vie: 'Vie commune',
        exclusionJoursMax: 'Exclusion',
        nom: 'Responsable',
        enVigueurLe: 'Entrée en vigueur',
      }}
    >
      <FieldSection titre="Santé et sécurité">
        <TextArea form={form} name="incendie" label="Incendie et évacuation" rows={3} />
        <TextArea form={form} name="accident" label="Premiers secours, accident" rows={3} />
        <TextArea form={form} name="materiel" label="Locaux et matériel" rows={3} />
      </FieldSection>
      <FieldSection titre="Vie commune et discipline">
        <TextArea form={form} name="vie" label="Règles de vie" rows={4} />
        <Field
          form={form}
          name="exclusionJoursMax"
          label="Exclusion temporaire, au plus"
          unite="jours"
          inputmode="numeric"
        />
      </FieldSection>
      <FieldSection titre="À qui s’adresser">
        <Field form={form} name="nom" label="Personne responsable" />
        <Field form={form} name="qualite" label="Sa qualité" />
        <Field form={form} name="telephone" label="Son téléphone" type="tel" />
        <Field form={form} name="courriel" label="Son courriel" type="email" />
        <Field form={form} name="reclamations" label="Courriel des réclamations" type="email" />
        <Field form={form} name="delaiJours" label="Réponse sous" unite="jours" inputmode="numeric" />
        <Field form={form} name="enVigueurLe" label="En vigueur le" placeholder="06/01/2027" />
      </FieldSection>
      <Actions libelle="Émettre le règlement">
        <Button geste="epreuve">Voir l’aperçu</Button>
      </Actions>
    </Form>
  </Page>
)

/** Ce qui manque s’écrit ailleurs : y mener, et revenir. */
const issueDe = (r: Refus) => {
  const suite = { suite: reglementUrl() }
  if (r.code === 'mention-absente')
    return [{ libelle: 'Compléter la fiche de la coopérative', href: withQuery(identiteUrl(), suite) }]
  return r.code === 'signataire-sans-pouvoir'
    ? [{ libelle: 'Dire qui signe', href: withQuery(signatairesUrl(), suite) }]
    : undefined
}
const refusEn = (titre: string, r: Refus) => {
  const issues = issueDe(r)
  return { titre, phrase: r.phrase, ...(issues ? { issues } : {}) }
}

export const reglementPages = new Hono<Env>()
  .use(reglementUrl.modele, exigerDroit('documents.emettre'))
  .get(reglementUrl.modele, async (c) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const { db, clock } = c.get('services')
    const lu = await db.withTenant(visiteur.acces, async (tx) => {
      const o = await lireOrganisme(tx)
      const jour = jourLocal(clock.now(), o.zone)
      return {
        o,
        jour,
        signataire: await choisirSignataire(tx, 'certificat-realisation', jour),
        reponse: (await lireConditions(tx)).conditions.reponseReclamationJours,
        precedent: await lireReglement(tx),
      }
    })
    if (!lu) return notFound(c)
    const d = lu.precedent && (JSON.parse(lu.precedent.donnees) as ReglementInterieurV1)
    const valeurs: Record<string, string> = {
      incendie: d?.securite.incendie ?? reglementPropose.incendie,
      accident: d?.securite.accident ?? reglementPropose.accident,
      materiel: d?.securite.materiel ?? reglementPropose.materiel,
      vie: d?.vie ?? reglementPropose.vie,
      exclusionJoursMax: String(d?.exclusionJoursMax ?? reglementPropose.exclusionJoursMax),
      nom: d?.responsable.nom ?? lu.signataire?.nom ?? '',
      qualite: d?.responsable.qualite ?? lu.signataire?.qualite ?? '',
      telephone: d?.responsable.telephone ?? lu.o.telephone,
      courriel: d?.responsable.courriel ?? lu.o.courriel,
      reclamations: d?.reclamation.courriel ?? lu.o.courriel,
      delaiJours: String(d?.reclamation.delaiJours ?? lu.reponse),
      enVigueurLe: lu.jour.split('-').reverse().join('/'),
    }
    const form: Formulaire = {
      ...emptyForm<keyof z.input<typeof fields>>(),
      values: new Map(Object.entries(valeurs).map(([k, v]) => [k, [v]] as const)),
    }
    return c.html(<VueReglement form={form} precedent={lu.precedent} />)
  })
  .post(reglementUrl.modele, async (c) => {
    const visiteur = c.get('visiteur')
    if (!visiteur) return notFound(c)
    const services = c.get('services')
    const lu = await readForm(fields, c, { corps: 100_000 })
    const rendre = async (form: Formulaire, status: 200 | 409 | 413 | 415 | 422) => {
      const precedent = await services.db.withTenant(visiteur.acces, lireReglement)
      return c.html(<VueReglement form={form} precedent={precedent} />, status)
    }
    if (!lu.ok) return rendre(lu.form, lu.status)
    const saisie = enSaisie(lu.data)
    if (lu.geste === 'epreuve') {
      const r = await epreuveDuReglement(services, visiteur.acces, saisie)
      return r.ok
        ? pdfResponse(r.value.pdf, 'apercu.pdf', 'inline')
        : rendre(withAlert(lu.form, refusEn('Pas encore d’aperçu', r.error)), 409)
    }
    const r = await emettreReglement(services, visiteur.acces, saisie)
    return r.ok
      ? redirectWith(c, suiteOu(c, pieceUrl({ piece: r.value.id })), {
          genre: 'fait',
          fort: `Le règlement ${r.value.numero} est émis.`,
        })
      : rendre(withAlert(lu.form, refusEn('Rien n’a été émis', r.error)), 409)
  })

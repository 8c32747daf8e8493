import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { lireCertification } from '#kernel/identifiants.ts'
import { formaterCentimes } from '#kernel/montant.ts'
import { uneLigne } from '#kernel/texte.ts'
import { droits, enseigneParDefaut, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  CheckboxField,
  Field,
  FieldSection,
  Form,
  Page,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { caseCochee, choix, duree, facultatif, montant, texte, viaParser } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { gestesDuCatalogue } from '../composer.ts'
import { lireOffre } from '../db/offres.queries.ts'
import { type Contenu, type Modalite, modalites, type Offre } from '../domain/offre.ts'
import { catalogueUrl, offreUrl } from '../liens.ts'

const long = () => texte({ max: 20_000 })
const codesModalite = Object.keys(modalites) as [Modalite, ...Modalite[]]

/** « RNCP40344 », « RS 6372 ». */
const certification = (t: string) => lireCertification(t, /^\s*rs/i.test(t) ? 'RS' : 'RNCP')

const fields = z.object({
  intitule: texte({ min: 1, max: 255, vide: 'Écrivez l’intitulé.' }),
  objectif: long(),
  contenu: long(),
  resultats: long(),
  publicVise: long(),
  prerequis: long(),
  methodes: long(),
  evaluation: long(),
  acces: long(),
  accessibilite: long(),
  certifiante: caseCochee(),
  certification: facultatif(viaParser(certification, 'Une certification s’écrit RNCP40344 ou RS6372.')),
  modalite: facultatif(choix(codesModalite, { phrase: 'Choisissez une modalité de la liste.' })),
  duree: facultatif(duree()),
  prix: facultatif(montant()),
})
type Donnees = z.output<typeof fields>

const noms = {
  intitule: 'Intitulé',
  objectif: 'Objectif',
  contenu: 'Contenu',
  resultats: 'Résultats attendus',
  publicVise: 'Public visé',
  prerequis: 'Prérequis',
  methodes: 'Méthodes',
  evaluation: 'Évaluation',
  acces: 'Modalités et délai d’accès',
  accessibilite: 'Accessibilité',
  certification: 'Certification',
  modalite: 'Modalité',
  duree: 'Durée',
  prix: 'Prix',
}

/** Les codes lus dans un fichier ne se corrigent pas ici : ils restent ceux de l'offre. */
const enContenu = (d: Donnees, avant?: Contenu): Contenu => ({
  intitule: uneLigne(d.intitule),
  objectif: d.objectif,
  contenu: d.contenu,
  resultats: d.resultats,
  publicVise: d.publicVise,
  prerequis: d.prerequis,
  methodes: d.methodes,
  evaluation: d.evaluation,
  acces: d.acces,
  accessibilite: d.accessibilite,
  certifiante: d.certifiante,
  certification: d.certification ?? null,
  nsf: avant?.nsf ?? [],
  formacodes: avant?.formacodes ?? [],
  rome: avant?.rome ?? [],
  modalite: d.modalite ?? null,
  duree: d.duree || null,
  dureeTexte: avant?.dureeTexte ?? '',
  prix: d.prix ?? null,
})

const depuis = (o: Offre): FormOf<typeof fields> =>
  emptyForm(undefined, {
    intitule: o.intitule,
    objectif: o.objectif,
    contenu: o.contenu,
    resultats: o.resultats,
    publicVise: o.publicVise,
    prerequis: o.prerequis,
    methodes: o.methodes,
    evaluation: o.evaluation,
    acces: o.acces,
    accessibilite: o.accessibilite,
    certifiante: o.certifiante,
    certification: o.certification,
    modalite: o.modalite,
    duree: o.duree ? formaterDuree(o.duree) : null,
    prix: o.prix === null ? null : formaterCentimes(o.prix),
  })

const Vue = ({ form, offre }: { form: FormOf<typeof fields>; offre?: Offre }) => (
  <Page
    title={offre ? 'Corriger' : 'Écrire une offre'}
    heading={offre ? `Corriger « ${offre.intitule} »` : 'Écrire une offre'}
    lede="Un brouillon peut rester incomplet : seul l’intitulé est attendu. L’adopter demandera l’objectif, le contenu et la durée."
    path={[
      { libelle: 'Catalogue', href: catalogueUrl() },
      ...(offre ? [{ libelle: offre.intitule, href: offreUrl({ offre: offre.id }) }] : []),
    ]}
    alert={form.alert}
  >
    <Form form={form} noms={noms}>
      <FieldSection titre="L’action">
        <Field form={form} name="intitule" label="Intitulé" span={3} maxlength={255} />
        <TextArea form={form} name="objectif" label="Objectif" optional hint="ce que chacun saura faire" />
        <TextArea form={form} name="contenu" label="Contenu" optional rows={8} />
        <TextArea form={form} name="resultats" label="Résultats attendus" optional />
      </FieldSection>
      <FieldSection titre="Pour qui">
        <TextArea form={form} name="publicVise" label="Public visé" optional rows={2} />
        <TextArea
          form={form}
          name="prerequis"
          label="Prérequis"
          optional
          rows={2}
          hint="« aucun » est une réponse"
        />
        <TextArea form={form} name="acces" label="Modalités et délai d’accès" optional rows={2} />
        <TextArea
          form={form}
          name="accessibilite"
          label="Accessibilité aux personnes handicapées"
          optional
          rows={2}
        />
      </FieldSection>
      <FieldSection titre="Comment">
        <Field form={form} name="duree" label="Durée" optional hint="par exemple 21 h ou 3 h 30" />
        <SelectField
          form={form}
          name="modalite"
          label="Modalité"
          optional
          vide="à dire"
          options={codesModalite.map((value) => ({ value, label: modalites[value] }))}
        />
        <Field
          form={form}
          name="prix"
          label="Prix TTC par stagiaire"
          optional
          inputmode="decimal"
          unite="€"
        />
        <TextArea form={form} name="methodes" label="Méthodes" optional />
        <TextArea form={form} name="evaluation" label="Évaluation" optional />
      </FieldSection>
      <FieldSection titre="Certification">
        <Field
          form={form}
          name="certification"
          label="Code de la certification"
          optional
          hint="RNCP40344 ou RS6372"
        />
        <CheckboxField form={form} name="certifiante" label="L’action mène à une certification." />
      </FieldSection>
      <Actions libelle={offre ? 'Enregistrer le brouillon' : 'Créer le brouillon'}>
        <a href={offre ? offreUrl({ offre: offre.id }) : catalogueUrl()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

export const ecrirePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get('/catalogue/nouvelle', exigerDroit('catalogue.ecrire'), (c) => c.html(<Vue form={emptyForm()} />))
    .post('/catalogue/nouvelle', exigerDroit('catalogue.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      if (!read.ok) return c.html(<Vue form={read.form} />, read.status)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const enseigne = await enseigneParDefaut(tx, visiteur)
        if (!enseigne)
          return c.html(
            <Vue form={withAlert(read.form, 'Aucune enseigne ouverte ne vous est rattachée.')} />,
            409,
          )
        const id = (read.jeton && asId<'Offre'>(read.jeton)) || newId<'Offre'>()
        await gestesDuCatalogue(tx, clock.now()).ecrireOffre(id, enseigne.id, enContenu(read.data))
        return redirectWith(c, offreUrl({ offre: id }), { genre: 'fait', fort: 'Le brouillon est créé.' })
      })
    })
    .get('/catalogue/:offre/modifier', exigerDroit('catalogue.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await lireOffre(tx, id))
        if (!offre) return notFound(c)
        if (!peutVisiteur(visiteur, 'catalogue.ecrire', { estSien: offre.creePar === visiteur.personneId }))
          return forbidden(c, droits['catalogue.ecrire'].phrase)
        if (offre.etat !== 'brouillon') return c.redirect(offreUrl({ offre: offre.id }), 303)
        return c.html(<Vue form={depuis(offre)} offre={offre} />)
      }),
    )
    .post('/catalogue/:offre/modifier', exigerDroit('catalogue.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await lireOffre(tx, id))
        if (!offre) return notFound(c)
        if (!peutVisiteur(visiteur, 'catalogue.ecrire', { estSien: offre.creePar === visiteur.personneId }))
          return forbidden(c, droits['catalogue.ecrire'].phrase)
        if (!read.ok) return c.html(<Vue form={read.form} offre={offre} />, read.status)
        const fait = await gestesDuCatalogue(tx, clock.now()).corrigerOffre(id, enContenu(read.data, offre))
        if (!fait.ok) return c.html(<Vue form={withAlert(read.form, fait.error.phrase)} offre={offre} />, 409)
        return redirectWith(c, offreUrl({ offre: id }), { genre: 'fait', fort: 'Le brouillon est corrigé.' })
      })
    })

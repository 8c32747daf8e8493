import { Hono } from 'hono'
import type { z } from 'zod'
import { asId } from '#kernel/id.ts'
import {
  droits,
  enseigneParDefaut,
  exigerDroit,
  lireOrganisme,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import { intervenants } from '#modules/tiers/index.ts'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, ChangesTable, Form, Page } from '#web/components.tsx'
import { type Change, openedOn, staleOn } from '#web/entre-temps.ts'
import type { Env } from '#web/env.ts'
import { avecLesSiens, emptyForm, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { derniereOffre, lireOffre, retenirOffre } from '../db/offres.queries.ts'
import { offreSansMarque } from '../domain/marque.ts'
import type { Contenu, Offre } from '../domain/offre.ts'
import { gestesDuCatalogue } from '../gestes/composer.ts'
import { catalogueUrl, modifierUrl, nouvelleOffreUrl, offreUrl } from '../liens.ts'
import {
  contenuPropose,
  enContenu,
  type FormOffre,
  fields,
  noms,
  titresDesFiches,
  valeursCommunes,
  valeursDe,
} from './champs-offre.ts'
import { ChampsOffre } from './volets-offre.tsx'

type Props = {
  form: FormOffre
  offre?: Offre
  depart?: 'reprise' | 'propose'
  changes?: readonly Change[]
}
const phrases = {
  reprise: 'Accès, contact, accessibilité et moyens sont repris de votre dernière offre : relisez-les.',
  propose:
    'Première offre : accès, financement, accessibilité, suivi et sanction sont proposés, ouverts plus bas. Relisez-les : ils vous engagent.',
} as const

const Vue = ({ form, offre, depart, changes = [] }: Props) => (
  <Page
    title={offre ? 'Corriger' : 'Écrire une offre'}
    heading={offre ? `Corriger « ${offre.intitule} »` : 'Écrire une offre'}
    lede="Un brouillon peut rester incomplet : seul l’intitulé est attendu. La valider demande l’objectif, le contenu et la durée ; la publier, toutes les rubriques."
    path={[
      { libelle: 'Catalogue', href: catalogueUrl() },
      ...(offre ? [{ libelle: offre.intitule, href: offreUrl({ offre: offre.id }) }] : []),
    ]}
    alert={form.alert}
  >
    {depart ? <p class="sub reprise">{phrases[depart]}</p> : null}
    <ChangesTable changes={changes} noms={noms} />
    <Form form={form} noms={noms}>
      <ChampsOffre form={form} ouverts={depart === 'propose'} />
      <Actions libelle={offre ? 'Enregistrer le brouillon' : 'Créer le brouillon'}>
        <a href={offre ? offreUrl({ offre: offre.id }) : catalogueUrl()}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

/** Les champs du formulaire seulement : le reste de l’offre n’y est pas écrit, et ne se compare pas. */
const depuis = (offre: Offre): FormOffre =>
  openedOn(
    emptyForm(
      undefined,
      Object.fromEntries(Object.entries(valeursDe(offre)).filter(([nom]) => nom in fields.shape)),
    ),
  )
/** Le formulaire, sa faute à l’endroit où la marque est écrite ; rien si elle n’y est pas. */
const sansMarque = (form: FormOffre, contenu: Contenu): FormOffre | undefined => {
  const vu = offreSansMarque(contenu)
  if (vu.ok) return undefined
  return vu.error.champ in fields.shape
    ? withErrors(form, { [vu.error.champ]: vu.error.phrase })
    : withAlert(form, vu.error.phrase)
}

/** La marque se relit aussi dans ce qui se lit déjà : une durée fautive ne la cache pas. */
const avecMarque = (form: FormOffre, valides: Partial<z.output<typeof fields>>): FormOffre => {
  const vide = fields.parse({ intitule: '-' })
  const vu = offreSansMarque(enContenu({ ...vide, ...valides }))
  return !vu.ok && vu.error.champ in fields.shape
    ? avecLesSiens(form, { [vu.error.champ]: vu.error.phrase })
    : form
}

const brouillonChange =
  'Ce brouillon a changé pendant que vous écriviez. Rien n’a été enregistré, et ce que vous aviez changé est gardé ci-dessous : relisez, puis envoyez de nouveau.'

export const ecrirePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(nouvelleOffreUrl.modele, exigerDroit('catalogue.ecrire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const modele = await derniereOffre(tx)
        const { courriel, telephone } = await lireOrganisme(tx)
        const depart = modele
          ? valeursCommunes(modele)
          : {
              ...contenuPropose,
              contact: visiteur.nom,
              contactCourriel: courriel,
              contactTelephone: telephone,
            }
        const formateurs = titresDesFiches(await intervenants(tx), visiteur.personneId)
        return c.html(
          <Vue
            form={emptyForm(undefined, { ...depart, formateurs })}
            depart={modele ? 'reprise' : 'propose'}
          />,
        )
      }),
    )
    .post(nouvelleOffreUrl.modele, exigerDroit('catalogue.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      if (!read.ok) return c.html(<Vue form={avecMarque(read.form, read.valides)} />, read.status)
      const marque = sansMarque(read.form, enContenu(read.data))
      if (marque) return c.html(<Vue form={marque} />, 422)
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
    .get(modifierUrl.modele, exigerDroit('catalogue.ecrire'), (c) =>
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
    .post(modifierUrl.modele, exigerDroit('catalogue.ecrire'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await retenirOffre(tx, id))
        if (!offre) return notFound(c)
        if (!peutVisiteur(visiteur, 'catalogue.ecrire', { estSien: offre.creePar === visiteur.personneId }))
          return forbidden(c, droits['catalogue.ecrire'].phrase)
        if (!read.ok)
          return c.html(<Vue form={avecMarque(read.form, read.valides)} offre={offre} />, read.status)
        const perime = staleOn(read.form, depuis(offre))
        if (perime)
          return c.html(
            <Vue form={withAlert(perime.form, brouillonChange)} offre={offre} changes={perime.changes} />,
            409,
          )
        const marque = sansMarque(read.form, enContenu(read.data, offre))
        if (marque) return c.html(<Vue form={marque} offre={offre} />, 422)
        const fait = await gestesDuCatalogue(tx, clock.now()).corrigerOffre(id, enContenu(read.data, offre))
        if (!fait.ok) return c.html(<Vue form={withAlert(read.form, fait.error.phrase)} offre={offre} />, 409)
        return redirectWith(c, offreUrl({ offre: id }), { genre: 'fait', fort: 'Le brouillon est corrigé.' })
      })
    })

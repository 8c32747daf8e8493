import { Hono } from 'hono'
import { z } from 'zod'
import type { DateCivile } from '#kernel/dates.ts'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { compter, enumerer } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  Button,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, duree, facultatif, texte } from '#web/fields.ts'
import { avecLesSiens, emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { nouvelleSessionUrl, withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { lireOffre } from '../db/offres.queries.ts'
import { adopter } from '../domain/adopter.ts'
import { type Nature, natures, type Offre } from '../domain/offre.ts'
import { manques } from '../domain/rubriques.ts'
import { gestesDuCatalogue } from '../gestes/composer.ts'
import { adopterUrl, catalogueUrl, modifierUrl, offreUrl } from '../liens.ts'
import { direOrigine } from './dire.ts'

const codes = Object.keys(natures) as [Nature, ...Nature[]]
const fields = z.object({
  nature: choix(codes, { phrase: 'Dites de quelle action il s’agit.' }),
  duree: duree({ vide: 'Confirmez la durée.' }),
  motif: facultatif(texte({ max: 500 })),
})

type Props = { offre: Offre; form: FormOf<typeof fields>; jour: DateCivile }

const Vue = ({ offre, form, jour }: Props) => {
  // La durée et la nature se remplissent ici même.
  const reste = manques(offre, jour).filter((m) => m.cle !== 'duree' && m.cle !== 'nature')
  return (
    <Page
      title="Valider"
      heading={`Valider « ${offre.intitule} »`}
      lede="Validée, l’offre est figée en une version : elle se planifie en sessions, se publie si elle est complète, et réimporter un fichier ne la change plus."
      path={[
        { libelle: 'Catalogue', href: catalogueUrl() },
        { libelle: offre.intitule, href: offreUrl({ offre: offre.id }) },
      ]}
      alert={form.alert}
    >
      <Form form={form} noms={{ nature: 'Nature', duree: 'Durée', motif: 'Motif' }}>
        <FieldSection titre="Ce qu’elle est">
          <RadioGroup
            form={form}
            name="nature"
            label="Nature de l’action"
            hint="code du travail, art. L. 6313-1"
            options={codes.map((value) => ({ value, label: natures[value] }))}
          />
          <Field
            form={form}
            name="duree"
            label="Durée confirmée"
            hint={
              offre.dureeTexte
                ? `le fichier dit « ${offre.dureeTexte} » ; écrivez des heures`
                : 'pour un stagiaire, par exemple 21 h'
            }
          />
        </FieldSection>
        {offre.origine.etrangere ? (
          <FieldSection titre="Reprise">
            <TextArea
              form={form}
              name="motif"
              label="À quel titre reprenez-vous cette offre ?"
              hint={`Le fichier la donne à ${direOrigine(offre.origine)}. Le motif est gardé avec l’offre et au journal.`}
            />
          </FieldSection>
        ) : null}
        <Actions libelle="Valider cette offre" genre="main">
          {reste.length === 0 ? (
            <Button geste="publier" genre="call">
              Valider et publier
            </Button>
          ) : null}{' '}
          <a href={offreUrl({ offre: offre.id })}>Revenir sans valider</a>
        </Actions>
      </Form>
      <Section titre="Ce qui manque encore" id="manque">
        {reste.length === 0 ? (
          <p>Rien de plus que les champs ci-dessus.</p>
        ) : (
          <p>
            Restent à écrire{'\u00a0'}: {enumerer(reste.map((m) => m.nom))}.{' '}
            {reste.some((m) => m.bloque)
              ? `Sans ${enumerer(reste.filter((m) => m.bloque).map((m) => m.nom))}, l’offre ne peut pas être validée.`
              : 'L’offre peut être validée et planifiée ainsi ; ces rubriques sont dues pour la publier.'}{' '}
            <a href={modifierUrl({ offre: offre.id })}>Compléter le brouillon</a>
          </p>
        )}
      </Section>
    </Page>
  )
}

/** Ce qui suit, pour qui vient d’adopter. */
const planifierAvec = (offre: string) => ({
  libelle: 'Planifier une session',
  href: withQuery(nouvelleSessionUrl(), { offre }),
})

export const adopterPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) => {
  const aujourdhui = () => jourLocal(clock.now(), ZONE_PAR_DEFAUT)
  return new Hono<Env>()
    .get(adopterUrl.modele, exigerDroit('catalogue.publier'), (c) =>
      pourVisiteur(c, db, async (tx) => {
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await lireOffre(tx, id))
        if (!offre) return notFound(c)
        if (offre.etat !== 'brouillon') return c.redirect(offreUrl({ offre: offre.id }), 303)
        // L’action de formation est le cas ordinaire ; les trois autres se choisissent.
        const depart = {
          nature: offre.nature ?? 'formation',
          duree: offre.duree ? formaterDuree(offre.duree) : '',
        }
        return c.html(<Vue offre={offre} jour={aujourdhui()} form={emptyForm(undefined, depart)} />)
      }),
    )
    .post(adopterUrl.modele, exigerDroit('catalogue.publier'), async (c) => {
      const read = await readForm(fields, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        if (!peutVisiteur(visiteur, 'catalogue.publier'))
          return forbidden(c, droits['catalogue.publier'].phrase)
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await lireOffre(tx, id))
        if (!offre) return notFound(c)
        if (!read.ok) {
          // La page montre ce que l’adoption refuserait avec les fautes de lecture ; un champ illisible compte comme rempli.
          const { nature = 'formation', duree = 60, motif } = read.valides
          const juge =
            read.cause === 'fautes' ? adopter(offre, { nature, duree, motif, jour: aujourdhui() }) : undefined
          const form =
            !juge || juge.ok
              ? read.form
              : juge.error.code === 'motif-absent'
                ? avecLesSiens(read.form, { motif: juge.error.phrase })
                : withAlert(read.form, juge.error.phrase)
          return c.html(<Vue offre={offre} jour={aujourdhui()} form={form} />, read.status)
        }
        const { nature, duree: minutes, motif } = read.data
        const fait = await gestesDuCatalogue(tx, clock.now()).adopterOffre(id, {
          nature,
          duree: minutes,
          motif,
        })
        if (!fait.ok) {
          const { code, phrase } = fait.error
          const form =
            code === 'motif-absent' ? withErrors(read.form, { motif: phrase }) : withAlert(read.form, phrase)
          return c.html(<Vue offre={offre} jour={aujourdhui()} form={form} />, 409)
        }
        if (read.geste === 'publier') {
          const publiee = await gestesDuCatalogue(tx, clock.now()).publierOffre(id)
          return redirectWith(
            c,
            offreUrl({ offre: id }),
            publiee.ok
              ? { genre: 'fait', fort: 'L’offre est validée et publiée.', lien: planifierAvec(id) }
              : { genre: 'mal', fort: 'L’offre est validée, mais pas publiée.', suite: publiee.error.phrase },
          )
        }
        return redirectWith(c, offreUrl({ offre: id }), {
          genre: 'fait',
          fort: 'L’offre est validée.',
          lien: planifierAvec(id),
          ...(fait.value.manques.length > 0
            ? {
                suite: `Pour la publier, ${compter(fait.value.manques.length, 'rubrique')} à écrire : sa fiche les nomme.`,
              }
            : {}),
        })
      })
    })
}

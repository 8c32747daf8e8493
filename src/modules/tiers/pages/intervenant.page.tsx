import { Hono } from 'hono'
import { z } from 'zod'
import { asId, type PersonneId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, ChangesTable, FieldSection, Form, Page, SelectField, TextArea } from '#web/components.tsx'
import { type Change, openedOn, staleOn } from '#web/entre-temps.ts'
import type { Env } from '#web/env.ts'
import { facultatif, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { suiteOu } from '#web/links.ts'
import { lireIntervenant } from '../db/intervenants.queries.ts'
import { lireTiers, retenirTiers } from '../db/tiers.queries.ts'
import type { Tiers } from '../domain/lus.ts'
import { garderIntervenant } from '../gestes/tenir-intervenant.ts'
import { intervenantUrl, personnesUrl, personneUrl } from '../liens.ts'
import { ficheChangee, pourQui } from './commun.ts'

const fields = z.object({
  titres: texte({ min: 1, max: 4_000, vide: 'Écrivez les titres et qualités.' }),
  rapport: texte({ max: 4_000 }),
  compte: facultatif(identifiant((t) => asId<'Personne'>(t))),
})

type Membre = { readonly id: PersonneId; readonly nom: string }
const lireMembres = async (tx: TenantTx): Promise<Membre[]> =>
  (await adhesions(tx))
    .filter((a) => !a.enAttente && a.au === null)
    .map((a) => ({ id: a.compte, nom: `${a.prenom} ${a.nom}`.trim() }))

type VueProps = {
  readonly form: FormOf<typeof fields>
  readonly tiers: Tiers
  readonly membres: readonly Membre[]
  readonly changes?: readonly Change[]
}
const noms = { titres: 'Titres et qualités', rapport: 'Rapport avec la prestation', compte: 'Compte' }

const depuis = async (tx: TenantTx, tiers: Tiers): Promise<FormOf<typeof fields>> => {
  const fiche = await lireIntervenant(tx, tiers.id)
  return openedOn(
    emptyForm<'titres' | 'rapport' | 'compte'>(undefined, {
      titres: fiche?.titres,
      rapport: fiche?.rapport,
      compte: fiche?.compte,
    }),
  )
}

const Vue = ({ form, tiers, membres, changes = [] }: VueProps) => (
  <Page
    title="Titres et qualités"
    heading={`Titres et qualités ${de(`${tiers.prenom} ${tiers.nom}`)}`}
    lede="Un organisme de formation justifie, à tout contrôle, des titres et qualités de qui intervient, et de leur rapport avec la prestation (L6352-1)."
    path={[
      { libelle: 'Personnes', href: personnesUrl() },
      { libelle: `${tiers.prenom} ${tiers.nom}`, href: personneUrl({ personne: tiers.id }) },
    ]}
    alert={form.alert}
  >
    <ChangesTable changes={changes} noms={noms} />
    <Form form={form} noms={noms}>
      <FieldSection titre="Ce qui la qualifie">
        <TextArea
          form={form}
          name="titres"
          label="Titres et qualités"
          hint="diplômes, expérience, habilitations, avec leurs dates"
        />
        <TextArea
          form={form}
          name="rapport"
          label="Rapport avec ce qu’elle anime"
          optional
          hint="en quoi cela la qualifie pour ces formations"
        />
      </FieldSection>
      <FieldSection titre="Son compte">
        <SelectField
          form={form}
          name="compte"
          label="Compte dans la coopérative"
          optional
          vide="aucun"
          span={2}
          options={membres.map((m) => ({ value: m.id, label: m.nom }))}
          hint="les sessions qu’elle anime lui sont alors ouvertes"
        />
      </FieldSection>
      <Actions libelle="Enregistrer">
        <a href={personneUrl({ personne: tiers.id })}>Revenir sans rien changer</a>
      </Actions>
    </Form>
  </Page>
)

export const intervenantPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get(intervenantUrl.modele, exigerDroit('intervenants.tenir'), (c) =>
      pourQui(c, db, 'intervenants.tenir', async (tx) => {
        const id = asId<'Tiers'>(c.req.param('personne'))
        const tiers = id && (await lireTiers(tx, id))
        if (!tiers) return notFound(c)
        return c.html(<Vue form={await depuis(tx, tiers)} tiers={tiers} membres={await lireMembres(tx)} />)
      }),
    )
    .post(intervenantUrl.modele, exigerDroit('intervenants.tenir'), async (c) => {
      const read = await readForm(fields, c)
      return pourQui(c, db, 'intervenants.tenir', async (tx) => {
        const id = asId<'Tiers'>(c.req.param('personne'))
        const tiers = id && (await retenirTiers(tx, id))
        if (!tiers) return notFound(c)
        const membres = await lireMembres(tx)
        if (!read.ok) return c.html(<Vue form={read.form} tiers={tiers} membres={membres} />, read.status)
        const perime = staleOn(read.form, await depuis(tx, tiers))
        if (perime)
          return c.html(
            <Vue
              form={withAlert(perime.form, ficheChangee)}
              tiers={tiers}
              membres={membres}
              changes={perime.changes}
            />,
            409,
          )
        const { compte } = read.data
        const refuser = (phrase: string) =>
          c.html(
            <Vue form={withErrors(read.form, { compte: phrase })} tiers={tiers} membres={membres} />,
            409,
          )
        if (compte !== undefined && !membres.some((m) => m.id === compte))
          return refuser('Ce compte n’est pas d’un membre de la coopérative.')
        const fait = await garderIntervenant(tx, tiers, read.data, clock.now())
        if (!fait.ok) return refuser(fait.error.phrase)
        return redirectWith(c, suiteOu(c, `${personneUrl({ personne: tiers.id })}#interventions`), {
          genre: 'fait',
          fort: 'Les titres et qualités sont enregistrés.',
        })
      })
    })

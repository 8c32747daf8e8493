import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { uneLigne } from '#kernel/texte.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Actions,
  ChangesTable,
  Confirm,
  Field,
  FieldSection,
  Form,
  Page,
  Section,
  SelectField,
} from '#web/components.tsx'
import { type Change, openedOn, staleOn } from '#web/entre-temps.ts'
import type { Env } from '#web/env.ts'
import { choix, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert, withErrors } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { statutsDe } from '../db/intervenants.queries.ts'
import { lireTiers, retenirTiers } from '../db/tiers.queries.ts'
import type { Statut, StatutId, Tiers } from '../domain/lus.ts'
import { type CodeStatut, direPeriode, statuts } from '../domain/statuts.ts'
import {
  garderStatut,
  type RefusTenir,
  retirerStatut,
  type SaisieStatut,
} from '../gestes/tenir-intervenant.ts'
import { nouveauStatutUrl, personnesUrl, personneUrl, retirerStatutUrl, statutUrl } from '../liens.ts'
import { ficheChangee, pourQui } from './commun.ts'

const codes = Object.keys(statuts) as [CodeStatut, ...CodeStatut[]]

const fields = z.object({
  statut: choix(codes, { phrase: 'Choisissez un statut.' }),
  du: date({ vide: 'Écrivez le premier jour.' }),
  au: facultatif(date()),
  chez: texte({ max: 200 }),
})
type Formulaire = FormOf<typeof fields>

const enSaisie = (d: z.output<typeof fields>): SaisieStatut => ({
  statut: d.statut,
  du: d.du,
  au: d.au ?? null,
  chez: uneLigne(d.chez) === '' ? undefined : { nom: uneLigne(d.chez) },
})

const depuis = (s: Statut): Formulaire =>
  openedOn(
    emptyForm(undefined, {
      statut: s.statut,
      du: enChiffres(s.du),
      au: s.au && enChiffres(s.au),
      chez: s.nomEntreprise,
    }),
  )
/** « 01/03/2026 » : ce que le champ relit. */
const enChiffres = (d: DateCivile) => d.split('-').reverse().join('/')

const champDe: Readonly<Record<RefusTenir['code'], 'du' | 'au' | 'chez' | undefined>> = {
  'statut-periode': 'au',
  'statut-chez': 'chez',
  'statut-chevauche': 'du',
  'pas-intervenant': undefined,
  introuvable: undefined,
}
const poser = (form: Formulaire, refus: RefusTenir): Formulaire => {
  const champ = champDe[refus.code]
  return champ ? withErrors(form, { [champ]: refus.phrase }) : withAlert(form, refus.phrase)
}

const enTete = (s: Statut) => {
  const { nom } = statuts[s.statut]
  return `${nom.charAt(0).toUpperCase()}${nom.slice(1)}, ${direPeriode(s)}`
}

const noms = { statut: 'Statut', du: 'Premier jour', au: 'Dernier jour', chez: 'Structure' }

type VueProps = {
  readonly form: Formulaire
  readonly tiers: Tiers
  readonly statut?: Statut | undefined
  readonly changes?: readonly Change[]
}

const Vue = ({ form, tiers, statut, changes = [] }: VueProps) => (
  <Page
    title={statut ? 'Fermer ou corriger un statut' : 'Ouvrir un statut'}
    heading={statut ? enTete(statut) : 'Ouvrir un statut'}
    lede={
      statut
        ? 'Fermer, c’est écrire le dernier jour. Corriger, c’est réparer une erreur : le journal garde les deux.'
        : 'Le statut sous lequel cette personne anime, à partir d’un jour. Deux statuts ne se chevauchent pas.'
    }
    path={[
      { libelle: 'Personnes', href: personnesUrl() },
      { libelle: `${tiers.prenom} ${tiers.nom}`, href: personneUrl({ personne: tiers.id }) },
    ]}
    alert={form.alert}
  >
    <ChangesTable changes={changes} noms={noms} />
    <Form
      form={form}
      action={
        statut
          ? statutUrl({ personne: tiers.id, statut: statut.id })
          : nouveauStatutUrl({ personne: tiers.id })
      }
      noms={noms}
    >
      <FieldSection titre="Statut">
        <SelectField
          form={form}
          name="statut"
          label="Statut"
          vide="à choisir"
          options={codes.map((value) => ({
            value,
            label: `${statuts[value].nom} (${statuts[value].ligne} au BPF)`,
          }))}
          span={3}
        />
        <Field form={form} name="du" label="Premier jour" placeholder="01/03/2026" />
        <Field form={form} name="au" label="Dernier jour" optional hint="vide s’il court encore" />
        <Field
          form={form}
          name="chez"
          label="Structure d’où elle vient"
          optional
          span={3}
          hint="pour une mise à disposition, un portage, ou un sous-traitant organisme de formation"
        />
      </FieldSection>
      <Actions libelle={statut ? 'Enregistrer' : 'Ouvrir ce statut'}>
        <a href={personneUrl({ personne: tiers.id })}>Revenir sans rien changer</a>
      </Actions>
    </Form>
    {statut ? (
      <Section titre="Retirer" id="retirer">
        <Confirm
          form={emptyForm()}
          action={retirerStatutUrl({ personne: tiers.id, statut: statut.id })}
          titre="Ce statut a été écrit par erreur ?"
          phrase={`Il disparaît de la fiche, et du bilan pédagogique et financier pour les jours à partir du ${formaterDate(statut.du)}. Le journal garde qu’il a existé.`}
          geste="Retirer ce statut"
          renoncer={{ libelle: 'Le garder', href: personneUrl({ personne: tiers.id }) }}
        />
      </Section>
    ) : null}
  </Page>
)

const chercher = async (
  tx: TenantTx,
  personne: string | undefined,
  statut?: string,
  lire = lireTiers,
): Promise<{ tiers: Tiers; statut: Statut | undefined } | undefined> => {
  const id = personne === undefined ? undefined : asId<'Tiers'>(personne)
  const tiers = id && (await lire(tx, id))
  if (!tiers) return undefined
  if (statut === undefined) return { tiers, statut: undefined }
  const lu = (await statutsDe(tx, tiers.id)).find((s) => s.id === statut)
  return lu && { tiers, statut: lu }
}

const retour = (tiers: Tiers) => `${personneUrl({ personne: tiers.id })}#interventions`

export const statutPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use('/personnes/:personne/statuts/*', exigerDroit('intervenants.tenir'))
    .get(nouveauStatutUrl.modele, (c) =>
      pourQui(c, db, 'intervenants.tenir', async (tx) => {
        const lu = await chercher(tx, c.req.param('personne'))
        return lu ? c.html(<Vue form={emptyForm()} tiers={lu.tiers} />) : notFound(c)
      }),
    )
    .post(nouveauStatutUrl.modele, async (c) => {
      const read = await readForm(fields, c)
      return pourQui(c, db, 'intervenants.tenir', async (tx) => {
        const lu = await chercher(tx, c.req.param('personne'))
        if (!lu) return notFound(c)
        if (!read.ok) return c.html(<Vue form={read.form} tiers={lu.tiers} />, read.status)
        const id: StatutId = (read.jeton && asId<'Statut'>(read.jeton)) || newId<'Statut'>()
        const fait = await garderStatut(tx, lu.tiers, id, enSaisie(read.data), clock.now())
        if (!fait.ok) return c.html(<Vue form={poser(read.form, fait.error)} tiers={lu.tiers} />, 409)
        return redirectWith(c, retour(lu.tiers), { genre: 'fait', fort: 'Le statut est ouvert.' })
      })
    })
    .get(statutUrl.modele, (c) =>
      pourQui(c, db, 'intervenants.tenir', async (tx) => {
        const lu = await chercher(tx, c.req.param('personne'), c.req.param('statut'))
        if (!lu?.statut) return notFound(c)
        return c.html(<Vue form={depuis(lu.statut)} tiers={lu.tiers} statut={lu.statut} />)
      }),
    )
    .post(statutUrl.modele, async (c) => {
      const read = await readForm(fields, c)
      return pourQui(c, db, 'intervenants.tenir', async (tx) => {
        const lu = await chercher(tx, c.req.param('personne'), c.req.param('statut'), retenirTiers)
        if (!lu?.statut) return notFound(c)
        if (!read.ok) return c.html(<Vue form={read.form} tiers={lu.tiers} statut={lu.statut} />, read.status)
        const perime = staleOn(read.form, depuis(lu.statut))
        if (perime)
          return c.html(
            <Vue
              form={withAlert(perime.form, ficheChangee)}
              tiers={lu.tiers}
              statut={lu.statut}
              changes={perime.changes}
            />,
            409,
          )
        const fait = await garderStatut(tx, lu.tiers, lu.statut.id, enSaisie(read.data), clock.now())
        if (!fait.ok)
          return c.html(<Vue form={poser(read.form, fait.error)} tiers={lu.tiers} statut={lu.statut} />, 409)
        return redirectWith(c, retour(lu.tiers), { genre: 'fait', fort: 'Le statut est enregistré.' })
      })
    })
    .post(retirerStatutUrl.modele, async (c) => {
      await readForm(z.object({}), c)
      return pourQui(c, db, 'intervenants.tenir', async (tx) => {
        const lu = await chercher(tx, c.req.param('personne'), c.req.param('statut'))
        if (!lu?.statut) return notFound(c)
        await retirerStatut(tx, lu.tiers, lu.statut, clock.now())
        return redirectWith(c, retour(lu.tiers), { genre: 'fait', fort: 'Le statut est retiré.' })
      })
    })

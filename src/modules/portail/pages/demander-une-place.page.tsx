import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterPeriode } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type FichePublique, ficheUrl, lireFichePublique, type OffreId } from '#modules/catalogue/index.ts'
import { newId, type PublicTx } from '#platform/db/index.ts'
import { createLimits } from '#platform/limits/limits.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Field, FieldSection, Form, SelectField, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { courriel, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, fieldValue, readForm, withAlert } from '#web/form.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { notFound, tooMany } from '#web/http/errors.tsx'
import { type DateAnnoncee, datesAnnoncees } from '../db/porte-d-entree.ts'
import { deposerUneDemande } from '../gestes/recevoir-une-demande.ts'
import { demanderUnePlaceUrl } from '../liens.ts'
import { CadreEtroit, ConfirmerParCourriel } from './cadre.tsx'
import { champsIndesirables, Gardes, garder } from './indesirables.tsx'

const fields = z.object({
  ...champsIndesirables,
  quand: texte({ max: 120 }),
  nom: texte({ min: 2, max: 120, vide: 'Écrivez votre nom.' }),
  courriel: courriel(),
  telephone: texte({ max: 40 }),
  texte: texte({ max: 4000 }),
})
type Lue = { readonly f: FichePublique; readonly dates: readonly DateAnnoncee[] }

/** Ce que la coopérative peut recevoir : une adresse où l’on répond. */
export const recoitDesDemandes = (f: FichePublique): boolean =>
  f.contenu.contactCourriel !== '' || f.vitrine.courriel !== ''

const lire = async (tx: PublicTx, jour: DateCivile, offre: OffreId): Promise<Lue | undefined> => {
  const f = await lireFichePublique(tx, jour, offre)
  return f && recoitDesDemandes(f) ? { f, dates: await datesAnnoncees(tx, jour, offre, 12) } : undefined
}
const direDate = (d: DateAnnoncee) => [formaterPeriode(d.du, d.au, 'long'), d.lieu].filter(Boolean).join(', ')

/** `/formations/:offre/demander` : une personne, sans compte, demande une place ou pose une question à la coopérative de l’offre. */
export const demanderUnePlacePage = (services: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>) => {
  const { db, clock, keys, config } = services
  const limites = createLimits(db, keys)
  const url = (offre: string) => `${config.origine}${demanderUnePlaceUrl({ offre })}`

  const Vue = ({ f, dates, form }: Lue & { form: FormOf<typeof fields> }) => (
    <CadreEtroit
      title="Demander une place"
      lede={
        <>
          <a href={ficheUrl({ offre: f.offre })}>{f.intitule}</a>, {f.vitrine.nom}. La coopérative vous répond
          elle-même ; rien ne vous engage.
        </>
      }
      canonique={url(f.offre)}
      alert={form.alert}
    >
      <Form
        form={form}
        noms={{ quand: 'Date', nom: 'Nom', courriel: 'Courriel', telephone: 'Téléphone', texte: 'Message' }}
      >
        <Gardes keys={keys} le={clock.now()} ouvert={fieldValue(form, 'ouvert')} />
        <FieldSection titre="Vous">
          <Field form={form} name="nom" label="Nom" autocomplete="name" />
          <Field form={form} name="courriel" label="Courriel" type="email" autocomplete="email" span={2} />
          <Field form={form} name="telephone" label="Téléphone" type="tel" autocomplete="tel" optional />
        </FieldSection>
        <FieldSection titre="Votre demande">
          {dates.length > 0 ? (
            <SelectField
              form={form}
              name="quand"
              label="Date"
              span={2}
              vide="une autre date, ou seulement une question"
              options={dates.map((d) => ({ value: direDate(d), label: direDate(d) }))}
            />
          ) : null}
          <TextArea
            form={form}
            name="texte"
            label="Message"
            rows={6}
            optional
            hint="ce que vous attendez, qui peut financer, un besoin d’aménagement si vous voulez le dire"
          />
        </FieldSection>
        <Actions libelle="Envoyer la demande" genre="main">
          <span class="sub">Un courriel vous demandera de confirmer.</span>
        </Actions>
      </Form>
    </CadreEtroit>
  )

  return new Hono<Env>()
    .get(demanderUnePlaceUrl.modele, async (c) => {
      const id = asId<'Offre'>(c.req.param('offre'))
      const lue = id && (await db.lire((tx) => lire(tx, jourLocal(clock.now(), ZONE_PAR_DEFAUT), id)))
      return lue ? c.html(<Vue {...lue} form={emptyForm()} />) : notFound(c)
    })
    .post(demanderUnePlaceUrl.modele, async (c) => {
      const offre = asId<'Offre'>(c.req.param('offre'))
      const lu = await readForm(fields, c)
      const le = clock.now()
      const fiche = offre && (await db.lire((tx) => lire(tx, jourLocal(le, ZONE_PAR_DEFAUT), offre)))
      if (!fiche) return notFound(c)
      if (!lu.ok) return c.html(<Vue {...fiche} form={lu.form} />, lu.status)
      const { data } = lu
      const garde = garder(keys, data, le)
      if (!garde.ok) return c.html(<Vue {...fiche} form={withAlert(lu.form, garde.error.phrase)} />, 422)
      if (garde.value === 'piege') return c.html(<ConfirmerParCourriel canonique={url(offre)} />)
      const permis =
        (await limites.allow('portail.place.adresse', clientIp(c), { max: 10, fenetre: 3600 })) &&
        (await limites.allow('portail.place.courriel', data.courriel, { max: 5, fenetre: 86_400 }))
      if (!permis) return tooMany(c, 3600)
      const id = (lu.jeton && asId<'Demande'>(lu.jeton)) || newId<'Demande'>(le)
      const quand = fiche.dates.map(direDate).find((d) => d === data.quand)
      const dit = [
        quand ? `Date : ${quand}` : '',
        data.telephone ? `Téléphone : ${data.telephone}` : '',
        data.texte,
      ].filter((t) => t !== '')
      await db.withoutTenant((tx) =>
        deposerUneDemande(
          services,
          tx,
          id,
          { offre, nom: data.nom, courriel: data.courriel, texte: dit.join('\n\n') || 'Sans message.' },
          le,
        ),
      )
      return c.html(<ConfirmerParCourriel canonique={url(offre)} />)
    })
}

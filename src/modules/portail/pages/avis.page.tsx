import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { nomDepartement } from '#kernel/departements.ts'
import { asId } from '#kernel/id.ts'
import {
  avisAttendu,
  avisUrl,
  donnerUnAvis,
  type PoleANaitre,
  type PropositionId,
  polesANaitre,
} from '#modules/pole/index.ts'
import type { PublicTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, Definitions, FieldSection, Form, RadioGroup, TextArea } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { prouve } from '../gestes/preuve.ts'
import { polesMetiersUrl } from '../liens.ts'
import { CadreEtroit } from './cadre.tsx'

const fields = z.object({
  avis: choix(['favorable', 'reserve'], { phrase: 'Dites si votre avis est favorable ou réservé.' }),
  texte: texte({ max: 2000 }),
})

/** L'avis de qui tient le département sur un pôle proposé : sans compte, par le lien reçu, une fois. */
export const avisPage = ({ db, clock, keys, config }: Pick<Services, 'db' | 'clock' | 'keys' | 'config'>) => {
  const identifier = (c: Context<Env>): { id: PropositionId; preuve: string } | undefined => {
    const id = asId<'Proposition'>(c.req.param('proposition') ?? '') as PropositionId | undefined
    const preuve = c.req.param('preuve') ?? ''
    return id && prouve(keys, 'avis', id, preuve) ? { id, preuve } : undefined
  }
  const charger = async (tx: PublicTx, { id, preuve }: { id: PropositionId; preuve: string }) => ({
    p: (await polesANaitre(tx)).find((x) => x.id === id),
    attendu: await avisAttendu(tx, id, preuve),
  })
  const canonique = (c: Context<Env>) => `${config.origine}${new URL(c.req.url).pathname}`
  const Vue = ({ p, form, url }: { p: PoleANaitre; form: FormOf<typeof fields>; url: string }) => (
    <CadreEtroit
      title="Votre avis"
      lede={`${p.nom}, proposé par ${p.cooperative}.`}
      canonique={url}
      alert={form.alert}
    >
      <Definitions
        lignes={[
          ['Raison d’être', p.raison],
          ['Genre', p.genre === 'metier' ? 'pôle métier' : 'pôle territorial'],
          ['Où', [p.territoire, nomDepartement(p.departement)].filter(Boolean).join(', ')],
          ['Signatures', p.signatures],
        ]}
      />
      <Form form={form} noms={{ avis: 'Avis', texte: 'Pourquoi' }}>
        <FieldSection titre="Votre avis">
          <RadioGroup
            form={form}
            name="avis"
            label="Avis"
            options={[
              { value: 'favorable', label: 'favorable' },
              { value: 'reserve', label: 'réservé' },
            ]}
          />
          <TextArea
            form={form}
            name="texte"
            label="Pourquoi"
            rows={5}
            optional
            hint="lu par toutes les coopératives, sous votre nom"
          />
        </FieldSection>
        <Actions libelle="Donner cet avis">
          <span class="sub">Il éclaire ; les signatures décident.</span>
        </Actions>
      </Form>
    </CadreEtroit>
  )
  const Finie = ({ url }: { url: string }) => (
    <CadreEtroit
      title="Cet avis n’est plus attendu"
      lede="Il est déjà donné, ou la proposition n’attend plus de signature."
      canonique={url}
    >
      <p>
        Les pôles de l’Union se lisent sur <a href={polesMetiersUrl()}>la page des pôles</a>.
      </p>
    </CadreEtroit>
  )
  return new Hono<Env>()
    .get(avisUrl.modele, async (c) => {
      const lien = identifier(c)
      if (!lien) return notFound(c)
      const { p, attendu } = await db.withoutTenant((tx) => charger(tx, lien))
      return p && attendu
        ? c.html(<Vue p={p} form={emptyForm()} url={canonique(c)} />)
        : c.html(<Finie url={canonique(c)} />)
    })
    .post(avisUrl.modele, async (c) => {
      const lien = identifier(c)
      if (!lien) return notFound(c)
      const lu = await readForm(fields, c)
      return db.withoutTenant(async (tx) => {
        const { p, attendu } = await charger(tx, lien)
        if (!p || !attendu) return c.html(<Finie url={canonique(c)} />, 409)
        if (!lu.ok) return c.html(<Vue p={p} form={lu.form} url={canonique(c)} />, lu.status)
        await donnerUnAvis(tx, lien, lu.data.avis, lu.data.texte, clock.now())
        return c.html(
          <CadreEtroit
            title="C’est dit"
            lede="Votre avis se lit sur la proposition, et la coopérative qui propose en est prévenue."
            canonique={canonique(c)}
          >
            <p>
              Les pôles de l’Union se lisent sur <a href={polesMetiersUrl()}>la page des pôles</a>.
            </p>
          </CadreEtroit>,
        )
      })
    })
}

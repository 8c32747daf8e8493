/**
 * Les brouillons des longs textes : gardés au serveur, pour la personne qui les écrit et dans sa coopérative, proposés quand elle
 * revient. Une adresse les reçoit tous ; la page qui les montre les nomme.
 */
import { Hono } from 'hono'
import { z } from 'zod'
import { formaterHeure } from '#kernel/heures.ts'
import { heureLocale, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { postgresDrafts } from '#platform/drafts/postgres-drafts.ts'
import type { Services } from '#platform/services.ts'
import { Button, Form } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, type FormState, fromDraft, readForm, toDraft } from '#web/form.ts'
import { notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { withQuery } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { direJour } from '../domain/dire.ts'
import { brouillonUrl, polesUrl } from '../liens.ts'

const motifCle = /^(?:pole|portail)\.[a-z-]{2,30}:[0-9a-f-]{36}$/
/** La base garde 200 Ko par brouillon. */
const PLACE = 190_000

export type Brouillon = {
  readonly cle: string
  /** Où revenir : la page qui porte le formulaire. */
  readonly retour: string
  readonly gardeLe: Date | undefined
}
type Garde = { readonly form: FormState; readonly brouillon: Brouillon }

/** Le formulaire tel que la personne l'a laissé, s'il l'attend ; sinon celui qu'on lui donne. */
export const reprendreBrouillon = async (
  tx: TenantTx,
  cle: string,
  retour: string,
  sinon: FormState,
): Promise<Garde> => {
  const garde = await postgresDrafts.load(tx, cle)
  // La version que la page montrait n'est pas du texte : celle d'aujourd'hui seule vaut.
  const ecrites = garde ? [...fromDraft(garde.valeurs).values].filter(([nom]) => nom !== 'vue') : []
  return {
    form: garde ? { ...sinon, values: new Map([...sinon.values, ...ecrites]) } : sinon,
    brouillon: { cle, retour, gardeLe: garde?.gardeLe },
  }
}
/** Ce qui était en chantier est enregistré : le brouillon n'a plus d'objet. */
export const oublierBrouillon = (tx: TenantTx, cle: string): Promise<void> => postgresDrafts.remove(tx, cle)

const enAdresse = (b: Pick<Brouillon, 'cle' | 'retour'>, geste?: 'oublier') =>
  withQuery(brouillonUrl({ cle: b.cle }), { retour: b.retour, ...(geste ? { geste } : {}) })

/** Dit qu'un brouillon est repris, et offre de l'oublier. À mettre avant le formulaire, jamais dedans. */
export const BrouillonRepris = ({ b }: { b: Brouillon }) =>
  b.gardeLe ? (
    <Form form={emptyForm()} action={enAdresse(b, 'oublier')} classe="court">
      <p class="flash" role="status">
        <strong>
          Votre brouillon du {direJour(b.gardeLe, ZONE_PAR_DEFAUT)},{' '}
          {formaterHeure(heureLocale(b.gardeLe, ZONE_PAR_DEFAUT).minute)}, est repris ici.
        </strong>{' '}
        <Button genre="link">L’oublier</Button>
      </p>
    </Form>
  ) : null

/** Le bouton qui garde sans script, et la ligne où le script dit qu'il l'a fait. À mettre dans le formulaire. */
export const GarderBrouillon = ({ b }: { b: Brouillon }) => (
  <>
    <button class="button" type="submit" formaction={enAdresse(b)} formnovalidate>
      Garder le brouillon
    </button>
    <span class="sub" data-brouillon-dit="" role="status" />
  </>
)
/** Ce que le formulaire porte pour que le script sache où garder. */
export const adresseDuBrouillon = (b: Brouillon | undefined): string | undefined => b && enAdresse(b)

const retourSur = (brut: string | undefined): string =>
  brut && /^\/poles\/[\w/#-]{1,300}$/.test(brut) ? brut : polesUrl()

export const brouillonPage = ({ db }: Pick<Services, 'db'>) =>
  new Hono<Env>().post(brouillonUrl.modele, exigerDroit('pole.participer'), async (c) => {
    const cle = c.req.param('cle')
    if (!motifCle.test(cle)) return notFound(c)
    const retour = retourSur(c.req.query('retour'))
    const oublier = c.req.query('geste') === 'oublier'
    const sansPage = c.req.query('sans_page') === 'oui'
    const lu = await readForm(z.object({}), c)
    return pourVisiteur(c, db, async (tx) => {
      if (oublier) {
        await postgresDrafts.remove(tx, cle)
        return redirectWith(c, retour, { genre: 'fait', fort: 'Le brouillon est oublié.' })
      }
      const valeurs = toDraft(lu.form)
      if (!lu.ok || Buffer.byteLength(JSON.stringify(valeurs)) > PLACE)
        return sansPage
          ? c.body(null, 413)
          : redirectWith(c, retour, { genre: 'passe', fort: 'Ce brouillon est trop long pour être gardé.' })
      await postgresDrafts.save(tx, cle, valeurs)
      return sansPage
        ? c.body(null, 204)
        : redirectWith(c, retour, {
            genre: 'fait',
            fort: 'Le brouillon est gardé.',
            suite: 'Il vous attend ici.',
          })
    })
  })

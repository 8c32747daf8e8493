import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import { consommerLien } from '#modules/comptes/index.ts'
import { lireSession, type SessionLue } from '#modules/sessions/index.ts'
import { isToken } from '#platform/auth/token.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import {
  Button,
  CheckboxField,
  Definitions,
  Etat,
  Form,
  PublicPage,
  SignaturePage,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { attestation } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm } from '#web/form.ts'
import { poserAccuses } from '../db/dossiers.ecritures.ts'
import { inscriptionDuLien, listerRemises, nomOrganisme, type RemiseLue } from '../db/dossiers.queries.ts'
import { type Inscrit, lireInscriptionSeule } from '../db/inscriptions.queries.ts'
import { motRemise } from '../domain/dossier.ts'
import { accuseUrl } from '../liens.ts'

const fields = z.object({ recu: attestation('Cochez la case si vous avez bien reçu ces documents.') })

type Vu = {
  readonly maison: string
  readonly i: Inscrit
  readonly session: SessionLue
  readonly remises: readonly RemiseLue[]
}

const lire = async (tx: TenantTx, jeton: string): Promise<Vu | undefined> => {
  const id = await inscriptionDuLien(tx, jeton)
  const i = id && (await lireInscriptionSeule(tx, id))
  const session = i && (await lireSession(tx, i.session))
  if (!i || !session) return undefined
  return {
    maison: (await nomOrganisme(tx)).nom,
    i,
    session,
    remises: await listerRemises(tx, { inscription: i.id }),
  }
}

const lignes = ({ remises, session }: Vu) =>
  remises.map(
    (r) =>
      [
        motRemise[r.genre].replace(/^./, (x) => x.toLocaleUpperCase('fr')),
        `remis le ${formaterDate(jourLocal(r.remisLe, session.zone))}`,
      ] as const,
  )

const Accuser = ({ vu, form, jeton }: { vu: Vu; form: FormOf<typeof fields>; jeton: string }) => (
  <SignaturePage title="Accuser réception" maison={vu.maison}>
    <p>
      {vu.i.prenom} {vu.i.nom}, pour « {vu.session.intitule} » :
    </p>
    <Definitions lignes={lignes(vu)} />
    <Form form={form} action={accuseUrl({ jeton })} classe="signer">
      <CheckboxField form={form} name="recu" label="J’ai reçu ces documents et j’ai pu les lire." large />
      <p>
        <Button genre="call" large>
          Accuser réception
        </Button>
      </p>
    </Form>
  </SignaturePage>
)

const Recu = ({ vu }: { vu: Vu }) => (
  <SignaturePage title="Réception accusée" maison={vu.maison}>
    <p role="status">
      <Etat etat="prouve" mot="Votre accusé est gardé au dossier" />
    </p>
    <Definitions lignes={lignes(vu)} />
  </SignaturePage>
)

const Mort = () => (
  <PublicPage
    title="Ce lien ne vaut plus"
    lede="Il a déjà servi, il a expiré, ou l’adresse est incomplète. L’organisme peut vous en envoyer un autre."
  />
)

/** L'adresse est un secret : ni gardée, ni indexée, ni transmise. Lire ne consomme jamais ; l'envoi, une fois. */
export const accuserPage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .use('/remises/:jeton', async (c, next) => {
      c.header('referrer-policy', 'same-origin')
      c.header('cache-control', 'no-store')
      c.header('x-robots-tag', 'noindex')
      await next()
    })
    .get('/remises/:jeton', async (c) => {
      const jeton = c.req.param('jeton')
      const vu = isToken(jeton)
        ? await db.withTenant({ genre: 'lien', jeton }, (tx) => lire(tx, jeton))
        : undefined
      return vu ? c.html(<Accuser vu={vu} form={emptyForm()} jeton={jeton} />) : c.html(<Mort />, 404)
    })
    .post('/remises/:jeton', async (c) => {
      const jeton = c.req.param('jeton')
      if (!isToken(jeton)) return c.html(<Mort />, 404)
      const read = await readForm(fields, c, { corps: 20_000 })
      const rendu = await db.withTenant({ genre: 'lien', jeton }, async (tx) => {
        const vu = await lire(tx, jeton)
        if (!vu) return undefined
        if (!read.ok) return c.html(<Accuser vu={vu} form={read.form} jeton={jeton} />, read.status)
        if ((await consommerLien(tx, jeton)) === undefined) return undefined
        const le = clock.now()
        const n = await poserAccuses(tx, vu.i.id, le, 'lien')
        if (n > 0)
          await consigner(tx, {
            activite: vu.i.activite,
            faitLe: le,
            module: 'inscriptions',
            geste: 'accuser',
            objet: { genre: 'inscription', id: vu.i.id },
            phrase: `{tiers:${vu.i.personne}} accuse réception de ce qui lui a été remis.`,
          })
        return c.html(<Recu vu={vu} />)
      })
      return rendu ?? c.html(<Mort />, 404)
    })

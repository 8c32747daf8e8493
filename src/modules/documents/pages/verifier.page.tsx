import { Hono } from 'hono'
import { formaterDate } from '#kernel/dates.ts'
import { de, enumerer } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { createLimits } from '#platform/limits/limits.ts'
import { Alert, Copyable, Definitions, PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { clientIp } from '#web/http/client-ip.ts'
import { tooMany } from '#web/http/errors.tsx'
import { type EntreeVerifiee, type Verification, verifierEntree, verifierPiece } from '../db/pieces.ts'
import { nomDuGenre } from '../domain/genres.ts'
import { lireEmpreinte } from '../domain/piece.ts'
import { verifierEmpreinteUrl, verifierUrl } from '../liens.ts'

const jour = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT), 'complet')

const Chercher = ({ valeur = '' }: { valeur?: string }) => (
  <form method="get" action={verifierUrl()} class="formulaire">
    <p class="field l3">
      <label for="e">Empreinte imprimée au pied de la pièce, ou sur le reçu</label>
      <input id="e" name="e" value={valeur} autocomplete="off" spellcheck={false} maxlength={90} />
      <small>Les seize premiers chiffres suffisent, avec ou sans espaces.</small>
    </p>
    <p>
      <button class="button main" type="submit">
        Vérifier la pièce
      </button>
    </p>
  </form>
)

const Trouvee = ({ v }: { v: Verification }) => (
  <PublicPage
    title="Pièce vérifiée"
    lede={`Cette empreinte est celle d’une pièce émise par ${v.organisme}, gardée telle quelle depuis.`}
  >
    {v.remplaceeLe ? (
      <Alert genre="mal" fort="Cette pièce a été remplacée.">
        Une autre, émise le {jour(v.remplaceeLe)}, vaut à sa place.
      </Alert>
    ) : null}
    <Definitions
      lignes={[
        ['Pièce', nomDuGenre(v.genre)],
        ['Émise par', v.organisme],
        ['Le', <time datetime={v.emiseLe.toISOString()}>{jour(v.emiseLe)}</time>],
        ['Pages', String(v.pages)],
        ['Empreinte', <Copyable valeur={v.empreinte} label="l’empreinte" />],
      ]}
    />
    <p>
      Comparez : le PDF que vous tenez porte ses données en pièce jointe (<code>donnees.json</code>) ; leur
      SHA-256 doit être cette empreinte. Aucune donnée de personne n’est montrée ici.
    </p>
  </PublicPage>
)

const Entree = ({ e }: { e: EntreeVerifiee }) => (
  <PublicPage
    title="Entrée vérifiée"
    lede={`Cette empreinte est celle d’une entrée du registre des présences ${de(e.organisme)}, gardée telle quelle depuis.`}
  >
    <Definitions
      lignes={[
        ['Organisme', e.organisme],
        ['Entrée', String(e.numero)],
        ['Inscrite le', <time datetime={e.jour}>{formaterDate(e.jour, 'complet')}</time>],
        [
          'Jalon',
          e.jalonLe === null
            ? 'pas encore : Coforme posera le prochain à une clôture, ou cette nuit'
            : `à l’entrée ${e.jalon}, le ${jour(e.jalonLe)}${e.temoins > 0 ? `, contresigné par ${e.temoins === 1 ? 'une coopérative témoin' : `${e.temoins} coopératives témoins`}` : ''}`,
        ],
        ['Empreinte', <Copyable valeur={e.empreinte} label="l’empreinte" />],
      ]}
    />
    <p>
      Comparez le numéro et l’empreinte à ceux de votre reçu. Aucune donnée de personne n’est montrée ici, ni
      la session, ni l’heure.
    </p>
  </PublicPage>
)

const Inconnue = ({ valeur, plusieurs }: { valeur: string; plusieurs: boolean }) => (
  <PublicPage
    title={plusieurs ? 'Empreinte trop courte' : 'Pièce inconnue'}
    lede={
      plusieurs
        ? 'Plusieurs pièces commencent ainsi : recopiez l’empreinte entière.'
        : 'Aucune pièce émise ici ni aucune entrée du registre ne porte cette empreinte. Relisez les chiffres : un seul changé suffit.'
    }
  >
    <Chercher valeur={valeur} />
  </PublicPage>
)

/** Par adresse : de quoi vérifier une liasse entière, pas de quoi énumérer des empreintes. */
const debit = { max: 60, fenetre: 60 } as const

export const verifierPages = new Hono<Env>()
  .get(verifierUrl.modele, (c) => {
    const saisie = (c.req.query('e') ?? '').slice(0, 200)
    const empreinte = lireEmpreinte(saisie)
    if (empreinte) return c.redirect(verifierEmpreinteUrl({ empreinte }), 303)
    return c.html(
      <PublicPage
        title="Vérifier une pièce"
        lede="Chaque certificat, chaque feuille et chaque reçu de signature porte une empreinte. Elle montre si nous avons bien émis cette pièce, ou écrit cette entrée."
        alert={
          saisie === ''
            ? undefined
            : {
                titre: 'Nous ne lisons pas cette empreinte',
                phrase: 'Elle compte seize chiffres ou plus, de 0 à 9 et de a à f.',
              }
        }
      >
        <Chercher valeur={saisie} />
      </PublicPage>,
      saisie === '' ? 200 : 422,
    )
  })
  .get(verifierEmpreinteUrl.modele, async (c) => {
    const { db, keys } = c.get('services')
    if (!(await createLimits(db, keys).allow('verifier', clientIp(c), debit)))
      return tooMany(c, debit.fenetre)
    const saisie = c.req.param('empreinte').slice(0, 90)
    const empreinte = lireEmpreinte(saisie)
    const trouvees = empreinte ? await db.withoutTenant((tx) => verifierPiece(tx, empreinte)) : []
    const [une, autre] = trouvees
    if (empreinte && trouvees.length === 0) {
      const [entree, seconde] = await db.withoutTenant((tx) => verifierEntree(tx, empreinte))
      if (entree && !seconde) return c.html(<Entree e={entree} />)
    }
    // Deux organismes peuvent porter les mêmes données mot pour mot : on les nomme tous deux plutôt que d'en croire un.
    const memes = une !== undefined && (autre === undefined || autre.empreinte === une.empreinte)
    if (!memes) return c.html(<Inconnue valeur={saisie} plusieurs={autre !== undefined} />, 404)
    const organisme = enumerer([...new Set(trouvees.map((t) => t.organisme))])
    return c.html(<Trouvee v={{ ...une, organisme }} />)
  })

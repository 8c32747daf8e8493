import type { Child } from 'hono/jsx'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { nomDepartement } from '#kernel/departements.ts'
import { compter } from '#kernel/texte.ts'
import { formaterInstant, ZONE_PAR_DEFAUT, type Zone, zones } from '#kernel/zones.ts'
import type { CodeEtat } from '#web/components.tsx'
import { Alert, Button, Etat, Form } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import { fichierAEnregistrer } from '#web/http/fichier.ts'
import { type SourceDAvis, sources } from '../domain/source.ts'
import type { AvisEnVeille } from '../domain/veille.ts'

const mots = {
  'a-lire': ['a-juger', 'à lire'],
  suivi: ['partiel', 'suivi'],
  laisse: ['sans-objet', 'sans suite'],
  ecarte: ['sans-objet', 'hors filtres'],
  annule: ['sans-objet', 'annulé'],
  ferme: ['sans-objet', 'fermé'],
} as const satisfies Record<AvisEnVeille['etat'], readonly [CodeEtat, string]>
export const EtatDAvis = ({ a }: { a: AvisEnVeille }) => {
  const [etat, mot] = mots[a.etat]
  return <Etat etat={etat} mot={mot} />
}
export const motDEtat = (a: AvisEnVeille): string => mots[a.etat][1]

/** « 27 novembre 2026 à 12 h » à la pendule de l’acheteur, et le dit hors de Paris. */
export const direTerme = (limite: Date, zone: Zone): string =>
  `${formaterInstant(limite, zone)}${zone === ZONE_PAR_DEFAUT ? '' : ` (${zones[zone]})`}`

/** « 27 novembre 2026 à 12 h, dans 3 jours » ; à la pendule de l’acheteur, et le dit hors de Paris. */
export const direLimite = (a: Pick<AvisEnVeille, 'limite' | 'zone' | 'reste' | 'lu'>): string => {
  if (a.limite === null)
    return a.lu.avis.signalements.includes('echeance-absurde') ? 'date à vérifier' : 'date non publiée'
  const quand = direTerme(a.limite, a.zone)
  if (a.reste === null || a.reste < 0) return quand
  return `${quand}, ${a.reste === 0 ? 'aujourd’hui' : `dans ${compter(a.reste, 'jour')}`}`
}

export const direLieux = (a: AvisEnVeille): string =>
  a.lu.avis.departements.map(nomDepartement).join(', ') || 'lieu non publié'

/** De quand date la copie d’une source ; quand elle ne répond plus, que la copie est d’avant. */
const EtatDUneSource = ({ source }: { source: SourceDAvis }) => {
  const { nom } = sources[source.genre]
  const copie = source.bonneLe ? formaterInstant(source.bonneLe) : null
  if (source.echec !== null && source.active)
    return (
      <Alert fort={`Le relevé du ${nom} n’a pas abouti : ${source.echec}`}>
        {copie === null
          ? 'Rien n’a encore été relevé.'
          : `Voici la copie du ${copie} : un avis publié depuis y manque peut-être.`}{' '}
        {source.genre === 'boamp' ? (
          <a href="https://www.boamp.fr">Ouvrir boamp.fr</a>
        ) : (
          <a href="https://ted.europa.eu">Ouvrir ted.europa.eu</a>
        )}
      </Alert>
    )
  return copie === null ? (
    <p>
      <small>Le premier relevé du {nom} se fait demain matin.</small>
    </p>
  ) : (
    <p>
      <small>
        {source.genre === 'boamp' ? 'BOAMP, licence ouverte Etalab 2.0' : 'TED, avis de l’Union européenne'},
        copie du {copie}
        {source.rejets
          ? ` ; ${compter(source.rejets, 'avis illisible ou en double', { pluriel: 'avis illisibles ou en double' })}`
          : ''}
        .
      </small>
    </p>
  )
}
export const EtatDesSources = ({ sources: lues }: { sources: readonly SourceDAvis[] }) => {
  const ouvertes = lues.filter((s) => s.active || s.bonneLe)
  return ouvertes.length === 0 ? (
    <p>
      <small>
        Le relevé du BOAMP n’est pas ouvert sur cette instance : les avis viennent des fichiers que l’on y
        dépose.
      </small>
    </p>
  ) : (
    ouvertes.map((source) => <EtatDUneSource source={source} />)
  )
}

export const direParution = (parution: string | null): string =>
  parution === null ? 'parution non publiée' : `paru le ${formaterDate(parution as DateCivile)}`

/** Les données figées d’une convention, octet pour octet : leur SHA-256 est l’empreinte que chacun signe. */
export const donneesDeConvention = (papier: string, version: number): Response =>
  fichierAEnregistrer({
    nom: `convention-version-${version}.json`,
    type: 'application/json',
    octets: Buffer.from(papier),
  })

/** Ce que la base refuse de garder à qui anime un pôle ouvert : la page le dit avant que rien ne se tape. */
export const phraseDeQuiAnime =
  'Vous animez un pôle où l’on se rapproche à l’aveugle : une autre personne de votre coopérative répond aux marchés.'

/** « Retirer », à la fin d’une ligne : `champ` porte ce qu’elle retire, `nom` le dit à qui l’entend. */
export const RetirerLaLigne = ({
  action,
  champ,
  valeur,
  nom,
  children,
}: {
  action: string
  champ: string
  valeur: string
  nom: string
  children?: Child
}) => (
  <Form form={emptyForm()} action={action} classe="">
    <input type="hidden" name={champ} value={valeur} />
    {children}
    <Button>
      Retirer<span class="unseen"> {nom}</span>
    </Button>
  </Form>
)

import { Hono } from 'hono'
import { compter, plier } from '#kernel/texte.ts'
import { exigerConnexion } from '#modules/comptes/index.ts'
import type { Services } from '#platform/services.ts'
import { Empty, Page, Section } from '#web/components.tsx'
import type { Contributions, Trouvaille } from '#web/contributions.ts'
import type { Env } from '#web/env.ts'
import { chapitreUrl, rechercheUrl } from '#web/links.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { chercherChapitres } from './aide-chercher.ts'

const genres = {
  personne: 'Personnes',
  entreprise: 'Entreprises',
  session: 'Sessions',
  offre: 'Offres',
  piece: 'Pièces',
  aide: 'Dans l’aide',
} as const
const ordre = ['personne', 'entreprise', 'session', 'offre', 'piece', 'aide'] as const
/** En deçà, presque tout répondrait. */
const minimum = 2
const longueurMax = 100

const Recherche = ({
  demande,
  trouvees,
}: {
  demande: string
  trouvees: readonly Trouvaille[] | undefined
}) => (
  <Page
    title="Recherche"
    lede={
      trouvees === undefined
        ? undefined
        : `${trouvees.length === 0 ? 'Aucune réponse' : compter(trouvees.length, 'réponse')} pour «\u00a0${demande}\u00a0».`
    }
  >
    <form action={rechercheUrl()} class="chercher">
      <p class="field l3">
        <label for="recherche">
          Nom, intitulé, téléphone, SIRET, numéro de session, de pièce ou d’accord
        </label>
        <input id="recherche" name="q" type="search" value={demande} maxlength={longueurMax} />
      </p>
      <p>
        <button class="button" type="submit">
          Chercher
        </button>
      </p>
    </form>
    {trouvees === undefined ? (
      <Empty titre="Écrivez au moins deux signes.">Les accents et les majuscules ne comptent pas.</Empty>
    ) : trouvees.length === 0 ? (
      <Empty titre="Rien ne répond dans ce que vous pouvez voir.">
        Essayez le nom de famille ou de l’entreprise, le début de l’intitulé, un téléphone, un SIRET, le
        numéro de la session, de la pièce ou de l’accord du financeur. Une seule faute par mot se rattrape.
      </Empty>
    ) : (
      ordre.map((genre) => {
        const ici = trouvees.filter((t) => t.genre === genre)
        return ici.length === 0 ? null : (
          <Section titre={genres[genre]} id={genre}>
            <ul>
              {ici.map((t) => (
                <li>
                  <a href={t.href}>{t.libelle}</a> <span class="sub">{t.detail}</span>
                </li>
              ))}
            </ul>
          </Section>
        )
      })
    )}
  </Page>
)

/** Personnes, entreprises, sessions, offres et pièces, par le début d'un mot replié ; chaque module répond de ce qu'il laisse voir. */
export const recherchePage = ({ db, clock }: Services, contributions: readonly Contributions[]): Hono<Env> =>
  new Hono<Env>().get(rechercheUrl(), exigerConnexion(), (c) =>
    pourVisiteur(c, db, async (tx, visiteur) => {
      const demande = (c.req.query('q') ?? '').slice(0, longueurMax)
      // Le caractère U+0000 ne se range pas en base : il n'est donc dans aucun nom.
      const mot = plier(demande.replaceAll('\0', ''))
      if (mot.length < minimum) return c.html(<Recherche demande={demande} trouvees={undefined} />)
      const trouvees: Trouvaille[] = []
      const regard = { visiteur, maintenant: clock.now() }
      for (const apport of contributions)
        trouvees.push(...((await apport.recherche?.(tx, mot, regard)) ?? []))
      trouvees.push(
        ...chercherChapitres(demande)
          .slice(0, 5)
          .map(
            (x): Trouvaille => ({
              genre: 'aide',
              libelle: x.titre,
              detail: '',
              href: chapitreUrl({ chapitre: x.id }),
            }),
          ),
      )
      return c.html(<Recherche demande={demande} trouvees={trouvees} />)
    }),
  )

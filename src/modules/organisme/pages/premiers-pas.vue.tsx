import { ButtonLink, type CodeEtat, Etat, Page, Section } from '#web/components.tsx'
import type { JourDeLaSemaine } from '../composer.ts'
import { cooperativeUrl } from '../web/liens.ts'

/** Un pas de « Ce qu’il reste à faire ». */
export type Pas = {
  readonly titre: string
  readonly phrase: string
  readonly href: string
  readonly geste: string
  readonly etat: CodeEtat
  /** Faux : la première convention se passe de lui. */
  readonly dabord: boolean
  /** Ce qui vient après la maison, au jour où l’on y pense. */
  readonly jour?: JourDeLaSemaine | undefined
}

const ListeDePas = ({ pas, depart }: { pas: readonly Pas[]; depart: number }) => {
  const prochain = pas.find((p) => p.dabord && p.etat !== 'prouve')
  return (
    <>
      {pas.map((p, i) => (
        <Section
          titre={`${depart + i + 1}. ${p.titre}`}
          id={`pas-${depart + i + 1}`}
          sous={<Etat etat={p.etat} mot={p.etat === 'prouve' ? 'fait' : 'à faire'} />}
        >
          <p>{p.phrase}</p>
          <p class="gestes-l">
            <ButtonLink href={p.href} {...(p === prochain ? { genre: 'call' as const } : {})}>
              {p.geste}
            </ButtonLink>
          </p>
        </Section>
      ))}
    </>
  )
}

type Courrier = { readonly part: boolean; readonly administre: boolean }

const enTete: Readonly<Record<JourDeLaSemaine, string>> = {
  mardi: 'Mardi, ce que vous savez déjà',
  mercredi: 'Mercredi, un client et ses stagiaires',
  jeudi: 'Jeudi, une journée de formation',
  vendredi: 'Vendredi, ce qui en reste',
}

/** La suite de la première semaine : la maison est le lundi ; chaque jour est une courte liste, cochée par les faits. */
const Semaine = ({ pas }: { pas: readonly Pas[] }) => {
  const jours = (Object.keys(enTete) as JourDeLaSemaine[]).filter((j) => pas.some((p) => p.jour === j))
  if (jours.length === 0) return null
  return (
    <>
      <h2 class="feuille" id="semaine">
        La suite de votre première semaine
      </h2>
      {jours.map((j) => (
        <Section titre={enTete[j]} id={j} niveau={3}>
          <ul>
            {pas
              .filter((p) => p.jour === j)
              .map((p) => (
                <li>
                  <Etat etat={p.etat} mot={p.etat === 'prouve' ? 'fait' : 'à faire'} />{' '}
                  <a href={p.href}>{p.titre}</a> : {p.phrase}
                </li>
              ))}
          </ul>
        </Section>
      ))}
    </>
  )
}

export const VueSuite = ({ pas, courrier }: { pas: readonly Pas[]; courrier: Courrier }) => {
  const [dabord, ensuite] = [
    pas.filter((p) => p.dabord),
    pas.filter((p) => !p.dabord && p.jour === undefined),
  ]
  const faits = dabord.filter((p) => p.etat === 'prouve').length
  return (
    <Page
      title="Premiers pas"
      heading="Ce qu’il reste à faire"
      lede={
        faits < dabord.length
          ? `${faits} sur ${dabord.length} faits avant une première session. Chaque page vous ramène ici.`
          : pas.every((p) => p.etat === 'prouve')
            ? 'Tout est en place. Cette page reste là si vous la cherchez.'
            : 'Vous pouvez former, faire signer et certifier. Le reste vient quand vous voulez.'
      }
      path={[{ libelle: 'Coopérative', href: cooperativeUrl() }]}
    >
      {courrier.part ? null : (
        <Section
          titre="Le courrier ne part pas encore"
          id="courrier"
          sous={<Etat etat="partiel" mot="à brancher" />}
        >
          <p>
            Convocations, liens et codes restent sur la machine qui porte Coforme. Qui l’exploite indique un
            serveur d’envoi (<code>SMTP_URL</code>), puis redémarre.
          </p>
          {courrier.administre ? (
            <p class="gestes-l">
              <ButtonLink href="/courriels">Lire ce qui attend, depuis cette machine</ButtonLink>
            </p>
          ) : null}
        </Section>
      )}
      <ListeDePas pas={dabord} depart={0} />
      <Semaine pas={pas} />
      <h2 class="feuille">Quand vous voudrez</h2>
      <ListeDePas pas={ensuite} depart={dabord.length} />
    </Page>
  )
}

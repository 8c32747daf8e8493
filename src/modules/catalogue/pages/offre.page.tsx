import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDuree } from '#kernel/heures.ts'
import { asId } from '#kernel/id.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { enumerer } from '#kernel/texte.ts'
import { droits, exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import {
  Alert,
  Button,
  ButtonLink,
  Definitions,
  Etat,
  Facts,
  Form,
  Page,
  RefusBlock,
  Section,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { redirectWith } from '#web/http/flash.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { gestesDuCatalogue } from '../composer.ts'
import { lireOffre } from '../db/offres.queries.ts'
import { etatsOffre, manques, modalites, natures, type Offre, rubriques } from '../domain/offre.ts'
import { adopterUrl, catalogueUrl, importUrl, modifierUrl, offreUrl } from '../liens.ts'
import { direInstant, direOrigine, marqueDe } from './dire.ts'

const gestes = z.object({})

type Droits = { readonly ecrit: boolean; readonly publie: boolean }

const Manquent = ({ offre }: { offre: Offre }) => {
  const reste = manques(offre)
  if (reste.length === 0) return <p>Toutes les rubriques sont remplies.</p>
  return (
    <ul>
      {reste.map((m) => (
        <li>
          <strong>{m.nom}</strong>
          {m.bloque ? ', sans laquelle l’offre ne s’adopte pas' : ''} <span class="loi">{m.source}</span>
        </li>
      ))}
    </ul>
  )
}

const Paragraphes = ({ texte }: { texte: string }) => (
  <>
    {texte.split(/\n{2,}/).map((p) => (
      <p>
        {p.split('\n').map((ligne, i) => (
          <>
            {i > 0 ? <br /> : null}
            {ligne}
          </>
        ))}
      </p>
    ))}
  </>
)

const longues = [
  'objectif',
  'contenu',
  'publicVise',
  'prerequis',
  'methodes',
  'evaluation',
  'acces',
  'accessibilite',
] as const
const majuscule = (t: string) => `${t.slice(0, 1).toUpperCase()}${t.slice(1)}`

const Rubriques = ({ offre }: { offre: Offre }) => {
  const remplies = longues.filter((cle) => offre[cle] !== '')
  return (
    <>
      {remplies.map((cle) => (
        <Section titre={majuscule(rubriques[cle].nom)} id={cle}>
          <Paragraphes texte={offre[cle]} />
        </Section>
      ))}
      {offre.resultats === '' ? null : (
        <Section titre="Résultats attendus" id="resultats">
          <Paragraphes texte={offre.resultats} />
        </Section>
      )}
    </>
  )
}

const Gestes = ({ offre, ecrit, publie }: { offre: Offre } & Droits) => (
  <Form form={emptyForm()} action={offreUrl({ offre: offre.id })} classe="">
    <p class="gestes-l">
      {offre.etat === 'brouillon' && publie ? (
        <ButtonLink href={adopterUrl({ offre: offre.id })} genre="main">
          Adopter cette offre
        </ButtonLink>
      ) : null}{' '}
      {offre.etat === 'brouillon' && ecrit ? (
        <ButtonLink href={modifierUrl({ offre: offre.id })}>Corriger le brouillon</ButtonLink>
      ) : null}{' '}
      {offre.etat !== 'brouillon' && publie ? (
        <Button geste="reprendre">Reprendre en brouillon</Button>
      ) : null}{' '}
      {offre.etat !== 'retiree' && publie ? <Button geste="retirer">Retirer du catalogue</Button> : null}
    </p>
  </Form>
)

const Origine = ({ offre }: { offre: Offre }) => (
  <Definitions
    lignes={[
      [
        'Entrée',
        offre.importId ? (
          <a href={importUrl({ import: offre.importId })}>lue dans un fichier LHEO</a>
        ) : (
          'écrite ici'
        ),
      ],
      ...(offre.numeroSource && !offre.numeroSource.startsWith('intitule:')
        ? ([['Numéro du fichier', offre.numeroSource]] as const)
        : []),
      ...(offre.importId
        ? ([['Organisme du fichier', direOrigine(offre.origine) || 'non dit']] as const)
        : []),
      ...(offre.repriseMotif ? ([['Reprise au titre de', offre.repriseMotif]] as const) : []),
      ['Créée', direInstant(offre.creeLe)],
      ['Modifiée', direInstant(offre.modifieeLe)],
      ...(offre.adopteeLe ? ([['Adoptée', direInstant(offre.adopteeLe)]] as const) : []),
    ]}
  />
)

const codes = (titre: string, valeurs: readonly string[]) =>
  valeurs.length > 0 ? ([[titre, enumerer(valeurs)]] as const) : []

const Vue = ({ offre, refus, ...d }: { offre: Offre; refus?: string } & Droits) => (
  <Page
    title={offre.intitule}
    path={[{ libelle: 'Catalogue', href: catalogueUrl() }]}
    facts={
      <Facts
        faits={[
          ['État', <Etat etat={marqueDe[offre.etat]} mot={etatsOffre[offre.etat]} />],
          ['Nature', offre.nature ? natures[offre.nature] : 'à dire'],
          ['Durée', offre.duree ? formaterDuree(offre.duree) : offre.dureeTexte || 'à dire'],
          ['Modalité', offre.modalite ? modalites[offre.modalite] : 'à dire'],
          ['Prix', offre.prix === null ? 'à dire' : `${formaterMontant(offre.prix)} TTC`],
        ]}
      />
    }
  >
    {refus ? <RefusBlock refus={{ phrase: refus }} /> : null}
    {offre.origine.etrangere && offre.etat === 'brouillon' ? (
      <Alert genre="mal" fort="Cette offre porte l’identité d’un autre organisme.">
        {direOrigine(offre.origine)}. L’adopter demande d’écrire à quel titre vous la reprenez.
      </Alert>
    ) : null}
    {d.ecrit || d.publie ? (
      <Section titre="Gestes" id="gestes">
        <Gestes offre={offre} {...d} />
      </Section>
    ) : null}
    <Section titre="Ce qui manque" id="manque">
      <Manquent offre={offre} />
    </Section>
    <Rubriques offre={offre} />
    <Section titre="Repères" id="reperes">
      <Definitions
        lignes={[
          ['Certifiante', offre.certifiante ? 'oui' : 'non'],
          ...codes('Certification', offre.certification ? [offre.certification] : []),
          ...codes('Formacodes', offre.formacodes),
          ...codes('Spécialité (NSF)', offre.nsf),
          ...codes('Métiers (ROME)', offre.rome),
        ]}
      />
    </Section>
    <Section titre="Origine" id="origine">
      <Origine offre={offre} />
    </Section>
  </Page>
)

export const offrePage = ({ db, clock }: Pick<Services, 'db' | 'clock'>) =>
  new Hono<Env>()
    .get('/catalogue/:offre', exigerDroit('catalogue.lire'), (c) =>
      pourVisiteur(c, db, async (tx, visiteur) => {
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await lireOffre(tx, id))
        if (!offre) return notFound(c)
        const estSien = offre.creePar === visiteur.personneId
        return c.html(
          <Vue
            offre={offre}
            ecrit={peutVisiteur(visiteur, 'catalogue.ecrire', { estSien })}
            publie={peutVisiteur(visiteur, 'catalogue.publier')}
          />,
        )
      }),
    )
    .post('/catalogue/:offre', exigerDroit('catalogue.publier'), async (c) => {
      const read = await readForm(gestes, c)
      return pourVisiteur(c, db, async (tx, visiteur) => {
        if (!peutVisiteur(visiteur, 'catalogue.publier'))
          return forbidden(c, droits['catalogue.publier'].phrase)
        const id = asId<'Offre'>(c.req.param('offre'))
        const offre = id && (await lireOffre(tx, id))
        if (!offre) return notFound(c)
        const ecrit = peutVisiteur(visiteur, 'catalogue.ecrire')
        if (!read.ok) return c.html(<Vue offre={offre} ecrit={ecrit} publie />, read.status)
        if (read.geste !== 'retirer' && read.geste !== 'reprendre')
          return c.html(
            <Vue offre={offre} ecrit={ecrit} publie refus="Choisissez un geste de cette page." />,
            422,
          )
        const retire = read.geste === 'retirer'
        const gestesIci = gestesDuCatalogue(tx, clock.now())
        const fait = retire ? await gestesIci.retirerOffre(id) : await gestesIci.reprendreOffre(id)
        if (!fait.ok) return c.html(<Vue offre={offre} ecrit={ecrit} publie refus={fait.error.phrase} />, 409)
        return redirectWith(c, offreUrl({ offre: id }), {
          genre: 'fait',
          fort: retire ? 'L’offre est retirée du catalogue.' : 'L’offre est de nouveau un brouillon.',
          ...(retire ? { suite: 'Elle ne se planifie plus et se reprend quand vous voulez.' } : {}),
        })
      })
    })

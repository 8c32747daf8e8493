import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { pageEtGestes, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { Button, Definitions, Etat, Field, Form, Page, Section, TextArea } from '#web/components.tsx'
import { texte } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import {
  aVirer,
  direSolde,
  etatDeLigne,
  type LigneDuCourant,
  resteACorriger,
  seConteste,
  seCorrige,
} from '../domain/courant.ts'
import {
  contesterUneLigne,
  corrigerUneLigne,
  denouerUneAttente,
  leverSonDesaccord,
} from '../gestes/courant.ts'
import { type CompteLu, lireCompteCourant } from '../lecture/compte-courant.ts'
import { compteCourantUrl, comptesCourantsUrl, ligneDuCourantUrl } from '../liens.ts'
import { Bouton, euros, jourDe, jourDeFin, type Revenu } from './compte-courant-vue.tsx'
import { phraseLire } from './comptes-courants.page.tsx'
import { gesteDuCompte, montantTenu } from './geste-du-compte.ts'

const rien = z.object({})
const passage = z.object({ montant: montantTenu('Écrivez ce qui passe.') })
const pourquoi = z.object({
  motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi : l’autre coopérative lira votre phrase.' }),
})
const correction = z.object({ ...passage.shape, ...pourquoi.shape })

type LigneLue = CompteLu & { readonly l: LigneDuCourant }
const formDe = <S extends z.ZodType>(
  revenu: Revenu,
  nom: string,
  depart?: Record<string, string>,
): FormOf<S> => (revenu?.geste === nom ? revenu.form : emptyForm(undefined, depart)) as FormOf<S>
const enEuros = (c: number) => (Math.abs(c) / 100).toFixed(2).replace('.', ',')

/** Un virement de compensation va en sens inverse de ce qu’il inscrit au compte : l’écran dit ce qu’il y a à faire. */
const direAttente = (l: LigneDuCourant): readonly [string, string] =>
  !l.arrete
    ? ['En attente', direSolde(l.attente)]
    : [aVirer(l) ? 'À virer' : 'À recevoir en banque', euros(l.attente)]

const Gestes = ({ l, ici, revenu }: { l: LigneDuCourant; ici: string; revenu: Revenu }) => {
  const nous = l.contestePar?.includes('nous') ?? false
  return (
    <>
      {l.aMoi ? (
        <Section titre={l.arrete ? 'Confirmer' : 'Passer'} id="passer">
          <Form
            form={formDe<typeof passage>(revenu, 'passer', { montant: enEuros(l.attente) })}
            action={`${ici}/passer`}
            classe="court"
          >
            <p>
              {l.arrete
                ? 'La banque a reçu ce virement : le compte s’éteint d’autant.'
                : 'Ce qui a eu lieu passe ; ce qui n’a pas eu lieu se libère.'}
            </p>
            <Field
              form={formDe<typeof passage>(revenu, 'passer', { montant: enEuros(l.attente) })}
              name="montant"
              label={`Ce qui passe, ${euros(l.attente)} au plus`}
              inputmode="decimal"
              unite="€"
            />
            <p class="gestes-l">
              <Button genre="main">{l.arrete ? 'Confirmer le virement' : 'Passer l’écriture'}</Button>
            </p>
          </Form>
          <Bouton vers={`${ici}/liberer`} genre="grave">
            Y renoncer : tout se libère
          </Bouton>
        </Section>
      ) : null}
      {nous ? (
        <Section titre="Votre désaccord" id="desaccord">
          <p>« {l.motifConteste} » La ligne est hors de la compensation.</p>
          <Bouton vers={`${ici}/lever`}>Lever notre désaccord</Bouton>
        </Section>
      ) : seConteste(l) ? (
        <details class="volet" open={revenu?.geste === 'contester'}>
          <summary>Contester cette ligne</summary>
          <Form
            form={formDe<typeof pourquoi>(revenu, 'contester')}
            action={`${ici}/contester`}
            classe="court"
          >
            <p>Elle sort de la compensation, avec votre motif. Aucun solde ne bouge.</p>
            <TextArea
              form={formDe<typeof pourquoi>(revenu, 'contester')}
              name="motif"
              label="Pourquoi"
              rows={2}
            />
            <p class="gestes-l">
              <Button genre="grave">Contester la ligne</Button>
            </p>
          </Form>
        </details>
      ) : null}
      {seCorrige(l) ? (
        <details class="volet" open={revenu?.geste === 'corriger'}>
          <summary>Proposer une correction</summary>
          <Form
            form={formDe<typeof correction>(revenu, 'corriger')}
            action={`${ici}/corriger`}
            classe="court"
          >
            <p>
              Une écriture en sens inverse, que {l.nom} accorde. Il en reste {euros(resteACorriger(l))}.
            </p>
            <Field
              form={formDe<typeof correction>(revenu, 'corriger')}
              name="montant"
              label="Ce qui est rendu"
              inputmode="decimal"
              unite="€"
            />
            <TextArea
              form={formDe<typeof correction>(revenu, 'corriger')}
              name="motif"
              label="Pourquoi"
              rows={2}
            />
            <p class="gestes-l">
              <Button>Proposer la correction</Button>
            </p>
          </Form>
        </details>
      ) : null}
    </>
  )
}

const Vue = ({ lu, revenu }: { lu: LigneLue; revenu: Revenu }) => {
  const { l } = lu
  const pole = lu.r.pole.id
  const [etat, mot] = etatDeLigne(l)
  return (
    <Page
      title={l.libelle}
      lede={`Entre votre coopérative et ${l.nom} : personne d’autre ne lit cette ligne.`}
      path={[
        { libelle: 'Comptes courants', href: comptesCourantsUrl() },
        { libelle: lu.r.pole.nom, href: compteCourantUrl({ pole }) },
      ]}
      alert={revenu?.form.alert}
    >
      <Definitions
        lignes={[
          ['Accords', <Etat etat={etat} mot={mot} />],
          ['Quand', formaterDate(l.faitLe)],
          ...(l.genre === 'attente'
            ? ([direAttente(l)] as const)
            : ([['Montant', direSolde(l.montant)]] as const)),
          ...(l.piece ? ([['Pièce', l.piece]] as const) : []),
          ...(l.motif ? ([['Motif', l.motif]] as const) : []),
          ...(l.expireLe && l.denouee === null ? ([['Échéance', jourDeFin(l.expireLe)]] as const) : []),
          ...(l.corrige > 0 ? ([['Déjà rendu', euros(l.corrige)]] as const) : []),
          ...(l.contestePar?.includes('elle') ? ([['Elle conteste', l.motifConteste ?? '']] as const) : []),
          [l.genre === 'attente' ? 'Accordée le' : 'Passée le', jourDe(l.le)],
        ]}
      />
      {peutSuivre('echanges.tenir') ? (
        <Gestes l={l} ici={ligneDuCourantUrl({ pole, ligne: l.mouvement })} revenu={revenu} />
      ) : null}
    </Page>
  )
}

export const lignePage = pageEtGestes({
  lien: ligneDuCourantUrl,
  droit: 'echanges.lire',
  async lire(tx, { pole, ligne }, { visiteur, le }): Promise<LigneLue | undefined> {
    const lu = await lireCompteCourant(tx, pole, { visiteur, le })
    const l = lu?.lignes.find((x) => x.mouvement === asId<'Mouvement'>(ligne))
    return lu && l && { ...lu, l }
  },
  peut: (_lu, { visiteur }) => peutVisiteur(visiteur, 'echanges.lire') || phraseLire,
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    passer: gesteDuCompte<typeof passage, LigneLue>({
      champs: passage,
      // Rend ce qui se libère, en une phrase ; rien si tout passe.
      async faire(ou, { lu, data }) {
        const fait = await denouerUneAttente(ou, lu.l.mouvement, data.montant)
        const reste = Math.abs(lu.l.attente) - data.montant
        return fait.ok && fait.value === 'passee' && reste > 0
          ? ok(`${euros(data.montant)} ont passé ; ${euros(reste)} se libèrent.`)
          : fait.ok
            ? ok('')
            : fait
      },
      dit: (reste, { l }) => [l.arrete ? 'Le virement est confirmé.' : 'L’écriture est passée.', reste],
    }),
    liberer: gesteDuCompte<typeof rien, LigneLue>({
      champs: rien,
      faire: (ou, { lu }) => denouerUneAttente(ou, lu.l.mouvement, 0),
      dit: ['L’attente est libérée.'],
    }),
    contester: gesteDuCompte<typeof pourquoi, LigneLue>({
      champs: pourquoi,
      faire: (ou, { lu, data }) => contesterUneLigne(ou, lu.l.mouvement, data.motif),
      dit: ['La ligne est contestée.', 'Elle seule est retenue.'],
    }),
    lever: gesteDuCompte<typeof rien, LigneLue>({
      champs: rien,
      faire: (ou, { lu }) => leverSonDesaccord(ou, lu.l.mouvement),
      dit: ['Le désaccord est levé.'],
    }),
    corriger: gesteDuCompte<typeof correction, LigneLue>({
      champs: correction,
      faire: (ou, { lu, data }) => corrigerUneLigne(ou, lu.l, data),
      dit: ['La correction est proposée.', 'L’autre coopérative l’accorde.'],
    }),
  },
})

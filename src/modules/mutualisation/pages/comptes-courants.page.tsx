import { Hono } from 'hono'
import { exigerDroit, peutVisiteur } from '#modules/organisme/index.ts'
import { mesPoles } from '#modules/pole/index.ts'
import { Empty, Page, Section, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { forbidden } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { monCompte, tientToutesLesEnseignes } from '../db/courant.ts'
import { direSolde, type MonCompte } from '../domain/courant.ts'
import { compteCourantUrl, comptesCourantsUrl } from '../liens.ts'

export const phraseLire =
  'La direction, la comptabilité et l’administration lisent le compte courant de la coopérative.'

const phraseEnseigne =
  'Le compte courant est à toute la coopérative : qui en tient toutes les enseignes le lit.'

type Rangee = Awaited<ReturnType<typeof mesPoles>>[number] & { readonly compte: MonCompte | undefined }

const Vue = ({ poles }: { poles: readonly Rangee[] }) => (
  <Page
    title="Comptes courants"
    lede="Ce que votre coopérative et ses voisines se prêtent, pôle par pôle, compté en euros."
  >
    <Section titre="Vos pôles" id="poles">
      {poles.length === 0 ? (
        <Empty titre="Votre coopérative n’est membre d’aucun pôle.">
          Un compte courant se tient entre les coopératives d’un pôle.
        </Empty>
      ) : (
        <Table
          legende="Le compte courant de votre coopérative dans chacun de ses pôles"
          lignes={poles}
          colonnes={[
            {
              titre: 'Pôle',
              entete: true,
              cell: (p) => <a href={compteCourantUrl({ pole: p.id })}>{p.nom}</a>,
            },
            {
              titre: 'Solde',
              nombre: true,
              cell: (p) => (p.compte ? direSolde(p.compte.solde) : 'pas de compte'),
            },
          ]}
        />
      )}
    </Section>
  </Page>
)

/** Un pôle : son compte s’ouvre. Plusieurs : on choisit. */
export const comptesCourantsPage = new Hono<Env>().get(
  comptesCourantsUrl.modele,
  exigerDroit('echanges.lire'),
  (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!peutVisiteur(visiteur, 'echanges.lire')) return forbidden(c, phraseLire)
      if (!(await tientToutesLesEnseignes(tx))) return forbidden(c, phraseEnseigne)
      const poles = await mesPoles(tx)
      const [seul] = poles
      if (seul && poles.length === 1) return c.redirect(compteCourantUrl({ pole: seul.id }), 303)
      const rangees: Rangee[] = []
      for (const p of poles) rangees.push({ ...p, compte: await monCompte(tx, p.id) })
      return c.html(<Vue poles={rangees} />)
    }),
)

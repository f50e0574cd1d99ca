import * as z from 'zod'
import { fullOid } from '../oid.js'

const oid = z.string().regex(fullOid, 'expected the full name of a commit')
const time = z.iso.datetime({ offset: true })

/**
 * One of the array that GitHub answers `GET /repos/{owner}/{repo}/pulls/{number}/reviews` with; a pending review has no time, a
 * deleted account no user, a vanished commit no name (GitHub's REST documentation, "List reviews for a pull request").
 */
export const GithubReview = z.object({
  user: z.object({ login: z.string().min(1), type: z.string().optional(), html_url: z.string().optional() }).nullable(),
  state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
  commit_id: oid.nullable(),
  submitted_at: time.nullish(),
})

const GitlabUser = z.object({
  username: z.string().min(1),
  name: z.string().optional(),
  web_url: z.string().optional(),
  bot: z.boolean().optional(),
})
export type GitlabUser = z.infer<typeof GitlabUser>

/** What GitLab answers `GET /projects/:id/merge_requests/:iid/approvals` with. */
export const GitlabApprovals = z.object({
  approved_by: z.array(z.object({ user: GitlabUser, approved_at: time.nullish() })),
})

/** What GitLab answers `GET /projects/:id/merge_requests/:iid/approval_state` with: who approved, rule by rule. */
export const GitlabApprovalState = z.object({
  rules: z.array(z.object({ approved_by: z.array(GitlabUser).default([]) })),
})

/** Our own form of one approval, for forges whose answers are not known here. */
export const OwnApproval = z.strictObject({
  reviewer: z.string().min(1),
  email: z.string().min(3).optional(),
  commit: oid.optional(),
  state: z.enum(['approved', 'rejected', 'commented', 'tests', 'dismissed']),
  at: time.nullish(),
})

/** Any of these, and what the forge's answer does not say: the commits that were under review, and whose logins are whose. */
export const ApprovalsOf = z.strictObject({
  base: oid.optional(),
  head: oid.optional(),
  logins: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  approvals: z.unknown(),
})

-- CreateTable
CREATE TABLE "auth_profile" (
    "agent_id" TEXT NOT NULL DEFAULT '',
    "profile_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "ciphertext" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "expires" TIMESTAMPTZ(3),
    "identity" TEXT,
    "copy_to_agents" BOOLEAN,
    "generation" BIGSERIAL NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_profile_pkey" PRIMARY KEY ("agent_id","profile_id")
);

-- CreateTable
CREATE TABLE "auth_order" (
    "agent_id" TEXT NOT NULL DEFAULT '',
    "provider" TEXT NOT NULL,
    "profile_ids" TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_order_pkey" PRIMARY KEY ("agent_id","provider")
);

-- CreateTable
CREATE TABLE "credential_window" (
    "key_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "record" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credential_window_pkey" PRIMARY KEY ("key_id")
);

-- CreateIndex
CREATE INDEX "credential_window_provider_until_idx" ON "credential_window"("provider", "until");
